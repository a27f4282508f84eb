"""Addresses of the app; those for everybody stand below the public site's, which takes all that is left."""

from __future__ import annotations

from django.urls import path

from bihuan.web.enquiries.views import handling, inbox, outside

app_name = "enquiries"
urlpatterns = [
    path("public/a/<int:pk>/respond/", outside.respond, name="respond"),
    path("public/receipt/", outside.receipt, name="receipt"),
    path("enquiries/", inbox.inbox, name="list"),
    path("enquiries/<int:pk>/", inbox.enquiry, name="enquiry"),
    path("enquiries/files/<int:pk>/", inbox.file, name="file"),
    path("enquiries/<int:pk>/release/", handling.release, name="release"),
    path("enquiries/<int:pk>/assign/", handling.assign, name="assign"),
    path("enquiries/<int:pk>/draft/", handling.draft, name="draft"),
    path("enquiries/<int:pk>/answer/", handling.answer, name="answer"),
    path("enquiries/<int:pk>/close/", handling.close, name="close"),
    path("enquiries/<int:pk>/reopen/", handling.reopen, name="reopen"),
    path("enquiries/<int:pk>/show/", handling.show, name="show"),
    path("enquiries/<int:pk>/decide/", handling.decide, name="decide"),
    path("enquiries/<int:pk>/stop/", handling.stop, name="stop"),
]

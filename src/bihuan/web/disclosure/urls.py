"""Addresses of announcements for people of the house."""

from __future__ import annotations

from django.urls import path

from bihuan.web.disclosure.views import announcing, masking, omitting, poster, publication

app_name = "disclosure"
urlpatterns = [
    path("announcements/", announcing.announcements, name="announcements"),
    path("cases/<int:pk>/announcement/", announcing.show, name="announcement"),
    path("cases/<int:pk>/announcement.txt", announcing.download, name="text"),
    path("cases/<int:pk>/announcement/begin/<slug:audience>/", publication.begin, name="begin"),
    path("announcements/<int:pk>/", publication.publication, name="publication"),
    path("announcements/<int:pk>/poster/", poster.poster, name="poster"),
    path("announcements/<int:pk>/masking/", masking.masking, name="masking"),
    path("announcements/<int:pk>/wishes/", masking.wishes, name="wishes"),
    path("mask-choices/<int:pk>/forget/", masking.forget, name="forget"),
    path("announcements/<int:pk>/omissions/", omitting.omissions, name="omissions"),
    path("announcements/<int:pk>/omissions/new/", omitting.omission_new, name="omission_new"),
    path("omissions/<int:pk>/decide/", omitting.decide, name="decide"),
    path("omissions/<int:pk>/lift/", omitting.lift, name="lift"),
    path("editions/<int:pk>/", publication.edition, name="edition"),
    path("editions/<int:pk>/steps/<slug:step>/", publication.step, name="step"),
    path("editions/<int:pk>/package.zip", publication.package, name="package"),
    path("editions/<int:pk>/files/<str:part>", publication.file, name="file"),
]

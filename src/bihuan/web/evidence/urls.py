"""Addresses of evidence."""

from __future__ import annotations

from django.urls import path

from bihuan.web.evidence import file_views, package_views, upload_views, views

app_name = "evidence"
urlpatterns = [
    path("evidence/", views.listing, name="list"),
    path("evidence/new/", upload_views.new, name="new"),
    path("evidence/keys/", package_views.keys, name="keys"),
    path("evidence/package/", package_views.package, name="package"),
    path("evidence/uploads/", upload_views.uploads, name="uploads"),
    path("evidence/uploads/<uuid:token>/", upload_views.upload, name="upload"),
    path("evidence/uploads/<uuid:token>/finish/", upload_views.upload_whole, name="upload_finish"),
    path("evidence/<int:pk>/", views.entry, name="entry"),
    path("evidence/<int:pk>/edit/", views.edit, name="edit"),
    path("evidence/<int:pk>/version/", upload_views.version, name="version"),
    path("evidence/<int:pk>/link/", views.link, name="link"),
    path("evidence/<int:pk>/unlink/", views.unlink, name="unlink"),
    path("evidence/<int:pk>/review/", views.review, name="review"),
    path("evidence/files/<int:pk>/", file_views.preview, name="file"),
    path("evidence/files/<int:pk>/download/", file_views.download, name="download"),
    path("evidence/files/<int:pk>/pages/<int:number>/", file_views.picture, name="picture"),
]

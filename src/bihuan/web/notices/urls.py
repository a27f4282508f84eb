"""Addresses of inbox, settings, feed, robots and jobs."""

from __future__ import annotations

from django.urls import path

from bihuan.web.notices.views import inbox, jobs, robots, settings

app_name = "notices"
urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read_all, name="read_all"),
    path("inbox/<int:pk>/open/", inbox.open_, name="open"),
    path("inbox/<int:pk>/read/", inbox.read, name="read"),
    path("inbox/settings/", settings.settings, name="settings"),
    path("inbox/settings/feed/", settings.feed_new, name="feed_new"),
    path("inbox/settings/feed/stop/", settings.feed_stop, name="feed_stop"),
    path("feed/<str:token>.ics", settings.feed, name="feed"),
    path("robots/", robots.robots, name="robots"),
    path("robots/<int:pk>/try/", robots.try_, name="robot_try"),
    path("robots/<int:pk>/switch/", robots.switch, name="robot_switch"),
    path("robots/<int:pk>/remove/", robots.remove, name="robot_remove"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="job_retry"),
    path("jobs/<int:pk>/discard/", jobs.discard, name="job_discard"),
]

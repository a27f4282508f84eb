"""Addresses of the loop."""

from __future__ import annotations

from django.urls import path

from bihuan.web.rectification.loop import (
    after,
    expecting,
    lasting,
    planning,
    queue,
    reviewing,
    talking,
    working,
)

app_name = "loop"
urlpatterns = [
    path("responses/<int:pk>/", working.response, name="response"),
    path("responses/<int:pk>/plan/", planning.plan, name="plan"),
    path("responses/<int:pk>/mark/", planning.mark, name="mark"),
    path("cases/<int:pk>/plan/", planning.case_plan, name="case_plan"),
    path("cases/<int:pk>/lists/<slug:kind>/", planning.lists, name="lists"),
    path("responses/<int:pk>/steps/<slug:name>/", reviewing.step, name="step"),
    path("responses/<int:pk>/review/", reviewing.review, name="review"),
    path("responses/<int:pk>/claim/", reviewing.claim, name="claim"),
    path("responses/<int:pk>/certificate/", reviewing.certificate, name="certificate"),
    path("queue/", queue.queue, name="queue"),
    path("rounds/<int:pk>/parties/", reviewing.parties, name="parties"),
    path("measures/<int:pk>/progress/", working.progress, name="progress"),
    path("measures/<int:pk>/settle/", working.settle, name="settle"),
    path("measures/<int:pk>/expects/", expecting.expects, name="expects"),
    path("responses/<int:pk>/settle/", working.settle_told, name="settle_told"),
    path("measures/<int:pk>/extend/", working.extend, name="extend"),
    path("extensions/<int:pk>/", working.extension, name="extension"),
    path("responses/<int:pk>/duties/new/", lasting.duty_new, name="duty_new"),
    path("duties/", lasting.duties, name="duties"),
    path("duties/<int:pk>/", lasting.duty, name="duty"),
    path("commitments/", lasting.commitments, name="commitments"),
    path("commitments/<int:pk>/", lasting.commitment, name="commitment"),
    path("rechecks/", after.rechecks, name="rechecks"),
    path("rechecks/<int:pk>/", after.recheck, name="recheck"),
    path("recheck-items/<int:pk>/", after.judge, name="judge"),
    path("responses/<int:pk>/comments/", talking.comment, name="comment"),
    path("findings/<int:pk>/talk/", talking.talk, name="talk"),
    path("comments/<int:pk>/resolve/", talking.resolve, name="resolve"),
]

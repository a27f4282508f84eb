"""What boards count, kept so that no page counts rows: each case's figures, and their sums over the round."""

from __future__ import annotations

from django.db import models

from bihuan.web.accounts.models import Unit
from bihuan.web.base.guards import ScopedQuerySet
from bihuan.web.inspections.models import Feedback, Round


class CaseFigure(models.Model):
    """How many things of a case a figure counts. ``key`` is the day as an ordinal where the figure is one by
    days (what is overdue depends on when one looks), else a number of days, else 0.
    """

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="figures", db_index=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    figure = models.CharField("指标", max_length=60)
    key = models.IntegerField("日或天数", default=0)
    n = models.IntegerField("数量")

    objects = ScopedQuerySet["CaseFigure"].as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["feedback", "figure", "key"], name="case_figure_once"),
        )
        indexes = (
            models.Index(fields=["round", "figure", "key", "feedback"], name="case_figure_of_round"),
            models.Index(fields=["office", "figure", "key", "feedback"], name="case_figure_of_office"),
            models.Index(fields=["unit", "figure", "key"], name="case_figure_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.feedback_id} {self.figure} {self.key}: {self.n}"


class RoundFigureQuerySet(ScopedQuerySet["RoundFigure"]):
    """Sums over all units of a round are the office's alone."""

    unit_path, office_path = "office_id", "office_id"


class RoundFigure(models.Model):
    """A change of a figure's sum over a round. Rows are only ever added, so that no write of one unit waits
    for one of another; what a figure says is the sum of its rows, and ``figures.fold`` joins them now and
    then.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+", db_index=False)
    office = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    figure = models.CharField("指标", max_length=60)
    key = models.IntegerField("日或天数", default=0)
    n = models.IntegerField("增减")

    objects = RoundFigureQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["round", "figure", "key"], name="round_figure_of_round"),
            models.Index(fields=["office", "figure", "key"], name="round_figure_of_office"),
        )

    def __str__(self) -> str:
        return f"{self.round_id} {self.figure} {self.key}: {self.n:+}"

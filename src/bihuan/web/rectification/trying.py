"""Background work of changed rules: what a draft would find, and examining cases anew once it is in force.

Both go through the owner's cases in steps of a few, one transaction each, so that nobody waits for long and
a worker that dies loses one step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bihuan.checks.engine import check
from bihuan.web.diagnosis.models import RuleSet, RuleSetState, RuleTrial
from bihuan.web.diagnosis.rulesets import config_of, in_force
from bihuan.web.diagnosis.ruling import cases_of
from bihuan.web.notices.queue import enqueue
from bihuan.web.rectification import text
from bihuan.web.rectification.checking import diagnostics_write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bihuan.checks.api import Diagnostic
    from bihuan.web.inspections.models import Feedback
    from bihuan.web.notices.queue import Task

STEP = 10
SAMPLES = 6
GONE, COME = "gone", "come"


def try_rules(task: Task) -> None:
    """A few reports more, under what is in force and under the draft; stops where the draft has changed."""
    rows = RuleTrial.objects.select_related("rule_set__owner").select_for_update(of=("self",))
    trial = rows.filter(pk=task.args["trial"], done_at=None).first()
    if trial is None or trial.version != trial.rule_set.version:
        return
    last = count_some(trial, task.args["after"], task.now)
    if last:
        enqueue("rules_try", {"trial": trial.pk, "after": last}, now=task.now)


def count_some(trial: RuleTrial, after: int, now: datetime) -> int:
    """Count the next few cases into the trial; the last of them, 0 where there are no more."""
    owner = trial.rule_set.owner
    before = in_force(owner)
    configs = config_of(before.settings.all() if before else ()), config_of(trial.rule_set.settings.all())
    later = cases_of(owner).filter(pk__gt=after).select_related("unit", "round")
    cases = list(later.order_by("pk")[:STEP])
    for case in cases:
        report = text.to_report(text.load(case))
        policy = case.round.policy or None
        old, new = (check(report, config=config, policy=policy).diagnostics for config in configs)
        _compare(trial, case, old, new)
    trial.reports += len(cases)
    more = len(cases) == STEP
    trial.done_at = None if more else now
    trial.save(update_fields=["reports", "counts", "samples", "done_at"])
    return cases[-1].pk if more else 0


def _compare(trial: RuleTrial, case: Feedback, old: Iterable[Diagnostic], new: Iterable[Diagnostic]) -> None:
    """Count both by rule, and keep a few places at which they differ."""
    was, is_ = (dict.fromkeys(one) for one in (old, new))
    for side, found in enumerate((was, is_)):
        for one in found:
            trial.counts.setdefault(one.code, [0, 0])[side] += 1
    for word, here, there in ((GONE, was, is_), (COME, is_, was)):
        for one in here:
            kept = trial.samples.setdefault(one.code, [])
            if one not in there and len(kept) < SAMPLES:
                kept.append([word, case.pk, str(case.unit), one.line, one.quote[:80], one.message])


def recheck(task: Task) -> None:
    """A few cases more; those of archived rounds keep what was found then."""
    rule_set = RuleSet.objects.filter(pk=task.args["rule_set"], state=RuleSetState.IN_FORCE).first()
    if rule_set is None:
        return
    rows = cases_of(rule_set.owner).filter(pk__gt=task.args["after"], archived_at=None)
    cases = list(rows.select_for_update(of=("self",)).select_related("round", "unit").order_by("pk")[:STEP])
    for case in cases:
        told = text.load(case)
        diagnostics_write(told, text.to_report(told), task.now)
    if len(cases) == STEP:
        enqueue("rules_recheck", {"rule_set": rule_set.pk, "after": cases[-1].pk}, now=task.now)

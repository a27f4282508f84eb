"""What the journal's entries are called: the words of ``journal.toml`` and of the workflow's table."""

from __future__ import annotations

from pathlib import Path

from bihuan.web.base.journal_words import announce, announce_file
from bihuan.web.evidence.models import EvidenceKind
from bihuan.web.inspections.models import NO_STATUS
from bihuan.web.rectification.models import Category, MeasureState
from bihuan.web.rectification.workflow import AIMS, DEFECTS, LABELS, STEPS
from bihuan.zh.status import Status


def announce_words() -> None:
    """Once the app is ready."""
    announce_file(Path(__file__).parent / "journal.toml")
    announce(
        "rectification",
        actions={f"step_{step}": word for step, word in STEPS.items()},
        values={
            "state": {state.value: word for state, word in LABELS.items()},
            "rectification.measure.state": {value: str(word) for value, word in MeasureState.choices},
            "category": {value: str(word) for value, word in Category.choices},
            "expects": {value: str(word) for value, word in EvidenceKind.choices},
            "aim": {aim.value: word for aim, word in AIMS.items()},
            "defect": {defect.value: word for defect, word in DEFECTS.items()},
            "status": {NO_STATUS: "未写状态", **{one.value: WORDS[one] for one in Status}},
        },
    )


WORDS = {
    Status.COMPLETED: "已完成",
    Status.MOSTLY_COMPLETED: "基本完成",
    Status.STAGE: "阶段性完成",
    Status.ONGOING: "推进中",
    Status.LONG_TERM: "长期坚持",
    Status.NOT_STARTED: "未开始",
    Status.UNKNOWN: "说法不明",
}

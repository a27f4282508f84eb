"""Questions as JSON objects: read with Chinese refusals, answered by the calculators.

One file is one kind of question; its ``answer`` takes the fields and returns the answer without the ``id``.
Whatever cannot be answered becomes ``{"id", "error"}`` and never stops the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.policy.cases.fields import Fields, case_id, object_of
from bihuan.policy.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = Callable[[Fields], dict[str, Any]]


def answered(raw: object, answer: Answer) -> dict[str, Any]:
    """The answer to one question with its ``id``; a refused one has ``error`` and nothing else."""
    try:
        return {"id": case_id(raw)} | answer(Fields(object_of(raw)))
    except PolicyError as error:
        return {"id": case_id(raw), "error": str(error)}

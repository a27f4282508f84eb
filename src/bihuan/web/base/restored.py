"""What is done once a backup has been loaded: an app that keeps something outside its tables' rows (an index
for search) makes it anew. Runs inside the restore, before the house is switched over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

RESTORED: list[Callable[[], None]] = []


def restored(run: Callable[[], None]) -> Callable[[], None]:
    """Decorator: run this too."""
    if run not in RESTORED:
        RESTORED.append(run)
    return run

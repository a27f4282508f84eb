"""The case of the pages."""

from tests.web.pages.conftest import _read_here, case, liaison

__all__ = ["_read_here", "case", "liaison"]

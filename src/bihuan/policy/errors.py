"""What the calculators refuse, each with a Chinese sentence that may be shown as it is."""

from __future__ import annotations


class PolicyError(ValueError):
    """The question makes no sense or cannot be answered; ``str(error)`` says why and what to do."""


class PolicyDataError(PolicyError):
    """A table of notices, policies or parameters that someone wrote is wrong."""

"""Rules as data and the pure calculations on them: deadlines, publication, meetings, fees.

Nothing here reads the clock. What the rest of the house asks for most stands here; the calculators are
imported from their own files.
"""

from __future__ import annotations

from bihuan.policy.policies import Policy, policy_for, policy_named, read_policies

__all__ = ["Policy", "policy_for", "policy_named", "read_policies"]

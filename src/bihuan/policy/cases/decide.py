"""``bihuan policy decide``: what a vote comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bihuan.policy.quorum import Agenda, Ballot, Meeting, RecusalPolicy, Vote, decide

if TYPE_CHECKING:
    from bihuan.policy.cases.fields import Fields


def answer(fields: Fields) -> dict[str, Any]:
    """``quorum_ok``, ``passed``, ``violations``, ``valid_yes``, ``may_conclude``. Raises PolicyError."""
    found = decide(_meeting(fields))
    return {
        "quorum_ok": found.quorum_ok,
        "passed": found.passed,
        "violations": [violation.value for violation in found.violations],
        "valid_yes": found.valid_yes,
        "may_conclude": found.may_conclude,
    }


def _meeting(fields: Fields) -> Meeting:
    if fields.has("present"):
        fields.whole("present", at_least=0)  # told as well, but the names are what counts
    announced = fields.inner("votes")
    return Meeting(
        agenda=fields.choice("agenda_type", Agenda),
        members=fields.whole("members", at_least=1),
        member_names=frozenset(fields.names("member_names", needed=True)),
        should_attend=fields.whole("should_attend", at_least=1),
        present_names=frozenset(fields.names("present_names", needed=True)),
        announced={vote: announced.whole(vote, at_least=0, default=0) for vote in Vote},
        ballots=tuple(Ballot(row.name("name"), row.choice("vote", Vote)) for row in fields.rows("voters")),
        observers=frozenset(fields.names("observers")),
        speak_order=tuple(fields.names("speak_order")),
        chair=fields.name("chair") if fields.has("chair") else None,
        written_opinions=frozenset(fields.names("written_opinions")),
        recused=frozenset(fields.names("recused")),
        recusal_policy=(
            fields.choice("recusal_policy", RecusalPolicy)
            if fields.has("recusal_policy")
            else RecusalPolicy.KEEP
        ),
        items=fields.whole("items", at_least=0) if fields.has("items") else 1,
        itemwise=fields.flag("itemwise") if fields.has("itemwise") else True,
    )

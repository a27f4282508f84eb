"""An enquiry and its answer as everybody may read them: the masks of the announcement, and of whatever else
the two texts name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bihuan.masking import PROFILES, Kind, Term, mask, problem_of, recognise, with_masks
from bihuan.web.accounts.models import Person
from bihuan.web.disclosure.models import Edition
from bihuan.web.disclosure.workflow import SHOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bihuan.web.enquiries.models import Enquiry

SEAM = "\n\f\n"
NUMBERS = frozenset({Kind.PHONE, Kind.IDENTITY, Kind.CARD})


class Veiled(NamedTuple):
    """Both texts with their masks, and what the masks stand for."""

    text: str
    answer: str
    terms: Sequence[Term]


def veiled(enquiry: Enquiry) -> Veiled:
    """What might be shown; two queries. The same person has the same mask in both texts, and the one that
    they have in the announcement.
    """
    both = f"{enquiry.text}{SEAM}{enquiry.answer}"
    known = _masks_of(enquiry)
    names = _names(enquiry)
    found = recognise(both, PROFILES["public"].kinds, names)
    own = [Term(one, Kind.PERSON) for one in (enquiry.name, enquiry.contact) if one and not problem_of(one)]
    fresh = {one.original: one for one in (*found, *own) if one.original not in known}
    terms = [
        *known.values(),
        *with_masks(list(fresh.values()), both + "".join(one.mask for one in known.values())),
    ]
    text, _, answer = mask(both, terms).text.partition(SEAM)
    return Veiled(text, answer, [one for one in terms if one.original in both])


def leaks(enquiry: Enquiry, text: str) -> list[str]:
    """Originals that stand in a text which is about to be shown: masked in the announcement, of the unit's
    own list, whoever wrote, or numbers of persons.
    """
    told = (*_masks_of(enquiry), *(one for one in (enquiry.name, enquiry.contact) if len(one) > 1))
    here = [one for one in told if one in text]
    here += [one.original for one in recognise(text, NUMBERS)]
    here += [one for one in _names(enquiry) if len(one) > 2 and one in text]
    return list(dict.fromkeys(here))


def _masks_of(enquiry: Enquiry) -> dict[str, Term]:
    editions = Edition.objects.filter(announcement=enquiry.announcement_id, state__in=SHOWN)
    replaced = editions.values_list("replaced", flat=True).first() or []
    return {one["original"]: Term(one["original"], Kind(one["kind"]), mask=one["mask"]) for one in replaced}


def _names(enquiry: Enquiry) -> list[str]:
    return list(Person.objects.filter(unit=enquiry.unit_id).order_by("pk").values_list("name", flat=True))

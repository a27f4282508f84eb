"""MASKING: names, posts, places, companies and numbers of a text give way to masks, at this one place.

``recognising`` says what a text names, ``naming`` which mask each gets (the same person the same one
throughout), ``applying`` makes the masked text and can tell every replacement, so that it is turned back.
Pure: text and lists come in, spans come out. The product keeps what people decide
(``bihuan.web.disclosure``).
"""

from bihuan.masking.applying import Masked, Replacement, mask, positions, problem_of, unmask
from bihuan.masking.kinds import PROFILES, Kind, Profile, Source, Term
from bihuan.masking.naming import with_masks
from bihuan.masking.recognising import recognise

__all__ = [
    "PROFILES",
    "Kind",
    "Masked",
    "Profile",
    "Replacement",
    "Source",
    "Term",
    "mask",
    "positions",
    "problem_of",
    "recognise",
    "unmask",
    "with_masks",
]

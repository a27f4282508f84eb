"""The secret in the address of a request, its access code, and the pass that stands for a code once told.

Pure but for the product's key: an address that this house never signed is turned away without a query, and
whoever reads the database finds nothing that opens a link.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.core.signing import BadSignature, Signer, TimestampSigner

if TYPE_CHECKING:
    from bihuan.web.assistance.models import AssistanceRequest

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of an access code: nothing that is confused when read out over the telephone."""
CODE_LENGTH, BYTES = 8, 24
PASS_SECONDS = 4 * 3600
"""So long somebody may write before the code is asked again; what is typed stays on the page."""
_LINKS, _PASSES = Signer(sep=".", salt="assistance.link"), TimestampSigner(salt="assistance.pass")


def new_token() -> tuple[str, str]:
    """What stands in the address, and the hash under which it is kept."""
    secret = secrets.token_urlsafe(BYTES)
    return _LINKS.sign(secret), digest_of(secret)


def digest_of(secret: str) -> str:
    """Random enough that no slow hash is needed."""
    return sha256(secret.encode()).hexdigest()


def hash_in(token: str) -> str:
    """The hash of the secret in an address; empty where this house did not sign it."""
    try:
        return digest_of(_LINKS.unsign(token))
    except BadSignature:
        return ""


def new_code() -> tuple[str, str]:
    """An access code as it is told, and its slow hash."""
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return code, make_password(code)


def is_code(told: str, request: AssistanceRequest) -> bool:
    """Whether it is the request's code, however it was typed."""
    typed = "".join(told.split()).replace("-", "").upper()
    return len(typed) == CODE_LENGTH and check_password(typed, request.code_hash)


def pass_for(request: AssistanceRequest) -> str:
    """What the form carries instead of the code; worthless for another link or another code."""
    return _PASSES.sign(_about(request))


def is_pass(told: str, request: AssistanceRequest) -> bool:
    """Whether the code was told not long ago; true where the request asks for none."""
    if not request.code_hash:
        return True
    try:
        return _PASSES.unsign(told, max_age=PASS_SECONDS) == _about(request)
    except BadSignature:
        return False


def _about(request: AssistanceRequest) -> str:
    return digest_of(f"{request.token_hash}{request.code_hash}")

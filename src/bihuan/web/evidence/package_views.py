"""Packages to take away, and the keys by which they are verified."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from bihuan.proof.signing import spaced
from bihuan.web.accounts.current import signed_in
from bihuan.web.accounts.models import Unit
from bihuan.web.base.partials import render_page
from bihuan.web.evidence import targets
from bihuan.web.evidence.keys import public_keys, published
from bihuan.web.evidence.models import Evidence
from bihuan.web.evidence.packages import stream
from bihuan.web.evidence.services import package_make


@require_POST
def package(request: HttpRequest) -> HttpResponseBase:
    """The package of what ``for`` names (and what belongs to it), or of all that the user sees of a unit."""
    user = signed_in(request)
    named, unit_named = request.POST.get("for", ""), request.POST.get("unit", "")
    target = targets.find(user, named) if named else None
    pk = (
        target.unit_id
        if target
        else int(unit_named)
        if unit_named.isdecimal() and len(unit_named) < 19
        else 0
    )
    unit = Unit.objects.filter(pk=pk).first()
    if unit is None:
        raise Http404
    one = Evidence.objects.visible_to(user).filter(unit=unit).first()
    if target is None and one is None and user.unit != unit:
        raise Http404
    made = package_make(
        actor=user, now=timezone.now(), unit=unit, office=one.office_id if one else None, target=target
    )
    answer = StreamingHttpResponse(stream(made), content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Public keys and their fingerprints, for whoever verifies; ``?format=json`` is the list as a file."""
    user = signed_in(request)
    if not user.roles():
        raise PermissionDenied
    if request.GET.get("format") == "json":
        answer = HttpResponse(published(), content_type="application/json")
        answer.headers["Content-Disposition"] = 'attachment; filename="bihuan-keys.json"'
        return answer
    rows = [{"key": one, "fingerprint": spaced(one.fingerprint)} for one in reversed(public_keys())]
    return render_page(request, "evidence/keys.html", {"rows": rows})

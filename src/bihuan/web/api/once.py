"""A write that carries an ``Idempotency-Key`` is done at most once: asked again, the first answer comes back.

The key is claimed before anything is done and the answer stored afterwards. A refused request has done
nothing and gives its key free; one that broke off keeps it, because nobody knows how far it came.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from bihuan.web.api.models import KeptAnswer
from bihuan.web.api.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from ninja.operation import Operation

LONGEST_KEY = 100
KEPT = timedelta(hours=48)
"""How long an answer is kept."""
RUNNING = timedelta(minutes=10)
"""Up to so long a claim counts as a request that still runs."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def at_most_once(operation: Operation) -> None:
    """Wraps an operation that writes; the library calls it when the operation is made, and wraps again what
    it copies.
    """
    operation._run_decorators = [_kept_run]  # type: ignore[attr-defined]  # where the library looks


def _kept_run(inner: Any) -> Callable[..., Any]:
    operation: Operation = inner.__self__

    @wraps(inner)
    def run(request: HttpRequest, **kwargs: Any) -> Any:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return inner(request, **kwargs)
        try:
            kept = _claim(operation.auth_callbacks[0](request), key, request)
        except Exception as error:  # the library answers every refusal in one place
            return operation.api.on_exception(request, error)
        return _again(kept) if kept.status else _first(kept, inner, request, kwargs)

    return run


def _claim(token: Any, key: str, request: HttpRequest) -> KeptAnswer:
    """The kept answer, or a new claim; refused where the key means something else or still runs."""
    if not token:
        raise Refused(401)
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Refused(422, "key_invalid", f"Idempotency-Key 最多 {LONGEST_KEY} 个可见字符。")
    now, fingerprint = timezone.now(), _fingerprint(request)
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(token=token, key=key, fingerprint=fingerprint, at=now)
    except IntegrityError:
        found = KeptAnswer.objects.get(token=token, key=key)
    if found.fingerprint != fingerprint:
        raise Refused(422, "key_reused", "这个 Idempotency-Key 已经用于另一个请求，请换一个新的。")
    if not found.status and now - found.at < RUNNING:
        raise Refused(409, "key_running", "同一个请求正在办理，请稍后再问。")
    if not found.status:
        raise Refused(409, "key_unknown", "上次的请求中断了，结果不明。请先查看现在的情况，再换一个新的键。")
    return found


def _first(
    kept: KeptAnswer, inner: Callable[..., Any], request: HttpRequest, kwargs: dict[str, Any]
) -> HttpResponse:
    answer: HttpResponse = inner(request, **kwargs)
    if answer.status_code < 300 and not answer.streaming:
        body = answer.content.decode()
        KeptAnswer.objects.filter(pk=kept.pk).update(status=answer.status_code, body=body)
    else:
        KeptAnswer.objects.filter(pk=kept.pk).delete()
    return answer


def _again(kept: KeptAnswer) -> HttpResponse:
    answer = HttpResponse(kept.body, status=kept.status, content_type="application/json; charset=utf-8")
    answer.headers["Idempotency-Replayed"] = "true"
    return answer


def _fingerprint(request: HttpRequest) -> str:
    """Method, address and content; of a form its fields and files, because its boundary is never the same."""
    found = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            found.update(repr((name, values)).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                found.update(repr((name, file.name, file.size)).encode())
                for block in file.chunks():
                    found.update(block)
                file.seek(0)
    else:
        found.update(request.body)
    return found.hexdigest()


def answers_sweep() -> int:
    """Forget answers that are old enough; how many."""
    gone, _ = KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return gone

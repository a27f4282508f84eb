"""Which refusal is answered by which problem document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bihuan.web.api.problems import Refused, problem
from bihuan.web.api.sentences import errors_of
from bihuan.web.base.errors import GoneError, ServiceError, StaleError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja import NinjaAPI


def register(api: NinjaAPI) -> None:
    """How each refusal is answered; what is not here is a fault of ours."""
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    del request
    answer = problem(error.status, error.code, str(error))
    for name, value in error.headers.items():
        answer.headers[name.replace("_", "-")] = value
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="bihuan"'
    return answer


def _service(request: HttpRequest, error: ServiceError) -> HttpResponse:
    del request
    status = 409 if isinstance(error, StaleError | GoneError) else 422
    errors = [{"field": error.field, "text": str(error)}] if error.field else []
    return problem(status, error.code, str(error), errors=errors, href=error.href)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A part of the address that is no number is an address that does not exist."""
    del request
    if any(one["loc"][0] == "path" for one in error.errors):
        return problem(404)
    found = errors_of(error.errors)
    return problem(422, "invalid", "；".join(f"{one['field']}：{one['text']}" for one in found), errors=found)


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library wraps whatever the reader of bodies raises."""
    cause = error.__cause__
    return _refused(request, cause if isinstance(cause, Refused) else Refused(error.status_code))


def _plain(status: int) -> Any:
    def handler(request: HttpRequest, error: Exception) -> HttpResponse:
        del request
        return problem(status, detail=str(error) if status == 403 else "")

    return handler


def _unauthenticated(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del error
    return _refused(request, Refused(401))


HANDLERS: dict[type[Exception], Any] = {
    Refused: _refused,
    ServiceError: _service,
    ValidationError: _invalid,
    HttpError: _http,
    AuthenticationError: _unauthenticated,
    Http404: _plain(404),
    PermissionDenied: _plain(403),
    BadRequest: _plain(400),
    RequestDataTooBig: _plain(413),
}

"""The interface as a whole: its operations, its document.

Only what serves an operation reads this module: it costs a process some thirty megabytes.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from bihuan.web.api.answering import register
from bihuan.web.api.problems import CONTENT_TYPE
from bihuan.web.api.published import each
from bihuan.web.api.reading import StrictParser
from bihuan.web.api.routes import AREAS
from bihuan.web.api.shapes.common import Problem

ABOUT = (
    "闭环的程序接口：与页面同一套服务、同一套权限。令牌在“账户”里建立，写在 Authorization: Bearer 之后；"
    "看不到的一律答 404，看得到而无权的答 403，办不成的用一句话说明缺什么。"
)
STATUSES = {
    200: "办理成功",
    201: "已建立",
    202: "转到后台办理",
    204: "已去掉，没有内容",
    400: "请求看不懂",
    401: "没有令牌，或令牌不对、到期、已吊销",
    403: "角色或令牌的范围不允许",
    404: "没有，或者属于其他单位",
    409: "刚被别人改过，或同一请求正在办理",
    410: "原件找不到",
    413: "内容太大",
    415: "内容的格式不对",
    422: "没有办理：缺什么写在 detail",
    428: "没有写明看到的版本",
    429: "请求太密，见 Retry-After",
}
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[!-~]+$"},
    "description": "同一个键的请求只办理一次，再问得到同样的答复；保存 48 小时",
}
MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "maxLength": 60, "pattern": '^"[0-9.]{1,40}"$'},
    "description": "取数时的 ETag，代替内容里的 version 或 stamp",
}


class Plain(JSONRenderer):
    """Chinese stays readable in a terminal."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 - the library's own attribute


class Interface(NinjaAPI):
    """The library's, with a document that says all that the program does."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document, finished."""
        found = super().get_openapi_schema(**options)
        for operation in each(found):
            _finish(operation)
        found["components"] |= _shared()
        found["components"]["schemas"] |= _problem()
        return found


def _finish(operation: dict[str, Any]) -> None:
    """Shared refusals and parameters by reference: the document would be four times as long."""
    for code, answer in operation["responses"].items():
        content = answer.get("content", {})
        if int(code) >= 400:
            answer.clear()
            answer["$ref"] = f"#/components/responses/{code}"
            continue
        answer["description"] = STATUSES[int(code)]
        if len(content) > 1:
            content.pop("application/json")
    shared = (("MATCH", 428 in operation["responses"]), ("KEY", operation.pop("x-kept")))
    operation["parameters"] += [{"$ref": f"#/components/parameters/{name}"} for name, has in shared if has]


def _shared() -> dict[str, Any]:
    """What operations refer to."""
    problem = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "responses": {
            str(code): {"description": word, "content": problem}
            for code, word in STATUSES.items()
            if code >= 400
        },
        "parameters": {"KEY": KEY, "MATCH": MATCH},
    }


def _problem() -> dict[str, Any]:
    """The shape of refusals and what it is made of; no operation names it, see ``operations``."""
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**shape.pop("$defs"), "Problem": shape}


def _untitled(told: Any) -> Any:
    """Without the library's own titles, which only repeat the name of the field."""
    if isinstance(told, list):
        return [_untitled(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: _untitled(one) for name, one in told.items() if name != "title" or not isinstance(one, str)}


def build() -> Interface:
    """All operations of all areas."""
    api = Interface(
        title="闭环接口",
        version="1",
        description=ABOUT,
        docs_url=None,
        openapi_url=None,
        urls_namespace="api-1",
        renderer=Plain(),
        parser=StrictParser(),
    )
    for one in AREAS:
        api.add_router("", one.router)
    register(api)
    return api


INTERFACE = build()


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The OpenAPI document of this version, as plain data."""
    found = json.loads(json.dumps(INTERFACE.get_openapi_schema(path_prefix="api/v1/"), default=str))
    return {name: one if name == "info" else _untitled(one) for name, one in found.items()}

"""Reading what programs send: JSON that no field of ours would choke on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ninja.parser import Parser

from bihuan.web.api.problems import Refused

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.datastructures import MultiValueDict


class StrictParser(Parser):
    """JSON only where JSON is asked for; no characters that a database cannot keep."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The decoded body; refused with 400 or 415."""
        if request.content_type and request.content_type != "application/json":
            raise Refused(415, detail="内容应是 JSON，Content-Type 写 application/json。")
        try:
            told = json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise Refused(400, "not_json", "内容不是完整的 JSON，请核对。") from error
        _refuse_unstorable(told)
        return told

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Any:
        """Fields of a form or of an address."""
        found = super().parse_querydict(data, list_fields, request)
        _refuse_unstorable(found)
        return found


def _refuse_unstorable(told: Any) -> None:
    """No NUL, which PostgreSQL refuses, and no half of a pair of surrogates, which has no bytes."""
    if isinstance(told, str):
        if "\0" in told or any("\ud800" <= char <= "\udfff" for char in told):
            raise Refused(400, "bad_character", "里面有不能保存的字符，请删去后再交。")
    elif isinstance(told, dict):
        for name, value in told.items():
            _refuse_unstorable(name)
            _refuse_unstorable(value)
    elif isinstance(told, list):
        for value in told:
            _refuse_unstorable(value)

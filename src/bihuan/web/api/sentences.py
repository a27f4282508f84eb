"""What the checks of the fields say, in the voice of the house: the library's own texts are English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SENTENCES = {
    "missing": "请填写这一项。",
    "string_type": "应是文字。",
    "string_too_long": "太长了，最多 {max_length} 字。",
    "string_too_short": "请填写这一项。",
    "string_pattern_mismatch": "写法不对，请看接口说明。",
    "int_type": "应是整数。",
    "int_parsing": "应是整数。",
    "int_from_float": "应是整数。",
    "greater_than_equal": "太小了，最小 {ge}。",
    "less_than_equal": "太大了，最大 {le}。",
    "bool_type": "应是 true 或 false。",
    "bool_parsing": "应是 true 或 false。",
    "literal_error": "没有这个选项，可以是：{expected}。",
    "enum": "没有这个选项，可以是：{expected}。",
    "list_type": "应是列表。",
    "too_long": "太多了，最多 {max_length} 个。",
    "too_short": "太少了，至少 {min_length} 个。",
    "extra_forbidden": "没有这一项，请对照接口说明检查拼写。",
    "model_attributes_type": "应是一个对象。",
    "dict_type": "应是一个对象。",
    "date_parsing": "日期请写成 2024-05-01 这样，且确有这一天。",
    "date_type": "日期请写成 2024-05-01 这样，且确有这一天。",
    "date_from_datetime_parsing": "日期请写成 2024-05-01 这样，且确有这一天。",
    "date_from_datetime_inexact": "日期请写成 2024-05-01 这样，且确有这一天。",
    "uuid_parsing": "凭号不对，请用开始上传时得到的。",
    "value_error": "{error}",
}
OTHERWISE = "写法不对，请看接口说明。"
_PARTS = frozenset({"body", "query", "path", "header", "form", "file"})


def errors_of(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Field and sentence of each complaint, in their order; a list's places are counted from 1."""
    told = []
    for one in found:
        words = SENTENCES.get(one["type"], OTHERWISE)
        text = words.format_map(_Known({**one.get("ctx", {})}))
        told.append({"field": _place(one["loc"]), "text": text})
    return told


class _Known(dict[str, Any]):
    """Words for what the library does not tell."""

    def __missing__(self, key: str) -> str:
        return "……"


def _place(loc: Iterable[object]) -> str:
    """``measures.2.due`` from where the library found it; its own wrapping is left out."""
    parts = [str(one + 1) if isinstance(one, int) else str(one) for one in loc]
    while parts and (parts[0] in _PARTS or parts[0] in ("told", "asked")):
        parts = parts[1:]
    return ".".join(parts) or "内容"

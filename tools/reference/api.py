"""docs/reference/api.md: every operation of the interface; and its OpenAPI document, from which it comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reference import markdown as md

if TYPE_CHECKING:
    from collections.abc import Sequence

DOCUMENT = Path(__file__).resolve().parents[2] / "src" / "bihuan" / "schemas" / "openapi" / "v1.json"
INTRO = """程序凭令牌办理，与页面同一套服务、同一套权限。
怎样建立令牌、怎样取数，见[用接口取数和办理](../howto/use-the-api.md)。

OpenAPI 3.1 文件在 `/api/v1/openapi.json`，也随软件包安装为 `bihuan/schemas/openapi/v1.json`；
产品里“账户—程序接口—接口说明”是同一份内容。新消息由[群机器人](../howto/run-the-worker.md)推送，程序不必轮询。"""
ALWAYS = """## 各操作共同的约定

- 地址以 `/api/v1` 开头；请求头写 `Authorization: Bearer 令牌`。
- 内容是 JSON，`Content-Type` 写 `application/json`。
- 清单答复 `rows`、`next`、`previous`；把 `next` 作为 `cursor` 再问，就是下一页。
- 写的请求可带 `Idempotency-Key`：同一个键只办一次，再问得到同样的答复（保存 48 小时）。
- 修改要写明看到的 `version`（或 `stamp`），也可以把取数时的 `ETag` 写在 `If-Match`；被别人改过的答 409。
- 办不成的答复是 `application/problem+json`：`detail` 是与页面相同的一句话，`code` 供程序判断，
  `href` 是能办妥的页面。"""


def setup() -> dict[str, Any]:
    """The document of the program as it is."""
    import django

    django.setup()
    from bihuan.web.api.interface import document

    return document()


def beside() -> dict[Path, str]:
    """The OpenAPI document as a file of the package."""
    return {DOCUMENT: json.dumps(setup(), ensure_ascii=False, indent=1) + "\n"}


def page() -> str:
    """Operations by area, what pages have none, statuses, shapes."""
    told = setup()
    from bihuan.web.api.areas import Area
    from bihuan.web.api.contexts import docs
    from bihuan.web.api.coverage import pages
    from bihuan.web.api.interface import STATUSES

    shown = docs()
    areas = [_area(group) for group in shown["groups"] if group["operations"]]
    scopes = md.table(("范围", "代号", "包括"), ((one.label, f"`{one.value}`", one.about) for one in Area))
    statuses = md.table(("状态码", "意思"), ((code, word) for code, word in sorted(STATUSES.items())))
    none = md.table(
        ("页面", "为什么没有"),
        (
            (f"`{name}` {verb.upper()}", cover.reason)
            for (name, verb), cover in pages().items()
            if cover.reason
        ),
    )
    schemas = told["components"]["schemas"]
    shapes = [_shape(name, schemas[name]) for name in sorted(schemas) if schemas[name].get("properties")]
    return md.page(
        "程序接口", INTRO, ALWAYS, "## 令牌的范围", scopes, *areas, "## 状态码", statuses,
        "## 只在页面上办理的", none, "## 内容和答复", *shapes,
    )  # fmt: skip


def _area(group: dict[str, Any]) -> str:
    rows = [
        (
            f"`{one['method']} {one['path']}`",
            f"`{one['id']}`",
            one["summary"],
            _query(one["parameters"]),
            _link(one["body"]["ref"]) if one["body"] else "",
            _link(one["answer_ref"], one["answer"]) or ("文件" if one["binary"] else ""),
        )
        for one in group["operations"]
    ]
    head = ("地址", "操作", "做什么", "查询", "内容", "答复")
    return f"## {group['area'].label}\n\n{group['area'].about}。\n\n{md.table(head, rows)}"


def _query(parameters: Sequence[dict[str, Any]]) -> str:
    return "、".join(f"`{one['name']}`" for one in parameters if one["place"] == "查询")


def _link(ref: str, word: str = "") -> str:
    return f"[{word or ref}](#{ref.lower()})" if ref else word


def _shape(name: str, schema: dict[str, Any]) -> str:
    from bihuan.web.api.contexts import fields

    rows = [
        (f"`{one['name']}`{'' if one['required'] else '?'}", one["type"], one["about"])
        for one in fields(schema)
    ]
    return f"### {name}\n\n{md.table(('键', '类型', '说明'), rows)}"

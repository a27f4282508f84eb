"""Every setting of the product: one table, one reader that fails loudly, and the source of its reference
page.

Nothing else in the product reads the environment. ``docs/reference/settings.md`` is generated from
``SETTINGS``.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | int | bool | tuple[str, ...]


class SettingError(Exception):
    """A setting that makes no sense; the text is one Chinese sentence that names it and says what is
    allowed.
    """


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: Value
    text: str
    """What it is for, in Chinese."""
    unit: str = ""
    lowest: int | None = None
    highest: int | None = None


SETTINGS: tuple[Setting, ...] = (
    Setting("BIHUAN_DATA", "var", "数据目录：数据库、密钥、收集的静态文件都放在这里。"),
    Setting(
        "DATABASE_URL",
        "",
        "数据库地址，如 postgresql://用户：密码@主机/库名；留空时用数据目录里的 bihuan.sqlite3。",
    ),
    Setting("BIHUAN_SECRET_KEY", "", "签名密钥，不少于 50 个字符；留空时首次启动在数据目录生成 secret.key。"),
    Setting("BIHUAN_DEBUG", False, "开发用：出错时在页面上显示细节。正式使用时不得打开。"),
    Setting("BIHUAN_HOSTS", ("127.0.0.1", "localhost", "[::1]"), "允许的访问主机名，用逗号分隔。"),
    Setting("BIHUAN_ORIGINS", (), "反向代理之后的完整来源地址，如 https://zg.example.cn，用逗号分隔。"),
    Setting("BIHUAN_HTTPS", False, "经 HTTPS 访问时打开：会话只走加密连接，并声明 HSTS。"),
    Setting("BIHUAN_WORKERS", 2, "服务进程数。", "个", 1, 64),
    Setting("BIHUAN_SESSION_HOURS", 12, "登录后多久须重新登录。", "小时", 1, 720),
    Setting(
        "BIHUAN_PROXIES",
        0,
        "前面有几层自己的反向代理；登录失败按来源地址计数，来源地址从代理添加的 X-Forwarded-For 取得。",
        "层",
        0,
        5,
    ),
    Setting(
        "BIHUAN_OIDC_ISSUER",
        "",
        "统一身份认证（OpenID Connect）的签发方地址，如 https://sso.example.cn；留空时不用。",
    ),
    Setting("BIHUAN_OIDC_CLIENT", "", "在统一身份认证处登记的客户端编号。"),
    Setting("BIHUAN_OIDC_SECRET", "", "客户端密钥。"),
    Setting("BIHUAN_OIDC_NAME", "统一身份认证", "登录页和账户页上怎样称呼它。"),
    Setting("BIHUAN_UPLOAD_MB", 20, "一次上传的文件最大多少。", "MB", 1, 500),
    Setting("BIHUAN_IMPORT_CHARS", 500_000, "一份报告的正文最多多少字。", "字", 1_000, 20_000_000),
    Setting("BIHUAN_IMPORT_SECONDS", 60, "读取一份文件最长用时，超过即停止并说明。", "秒", 1, 600),
    Setting(
        "BIHUAN_IMPORT_MEMORY_MB", 1024, "读取一份文件最多占用内存，超过即停止并说明。", "MB", 256, 16_384
    ),
    Setting(
        "BIHUAN_ADDRESS",
        "",
        "本系统的完整访问地址，如 https://zg.example.cn；用于邮件、日历和群消息里的链接，留空时不带链接。",
    ),
    Setting("BIHUAN_DIGEST_HOUR", 8, "每天几点起寄出汇总邮件（每人每天最多一封）。", "点", 0, 23),
    Setting("BIHUAN_SMTP_HOST", "", "邮件服务器；留空时不寄邮件，只有站内消息。"),
    Setting("BIHUAN_SMTP_PORT", 25, "邮件服务器端口。", "", 1, 65_535),
    Setting("BIHUAN_SMTP_TLS", "none", "与邮件服务器怎样加密：none 不加密、starttls、tls。"),
    Setting("BIHUAN_SMTP_USER", "", "邮件服务器的登录名；留空时不登录。"),
    Setting("BIHUAN_SMTP_PASSWORD", "", "邮件服务器的密码。"),
    Setting("BIHUAN_SMTP_FROM", "", "发件地址，如 bihuan@example.cn；设了邮件服务器时必填。"),
    Setting(
        "BIHUAN_ROBOT_ALLOW",
        (),
        "群机器人可用的内网地址，如 10.2.0.8:8080，用逗号分隔；列出的才可以不用 HTTPS、可以在内网。",
    ),
    Setting("BIHUAN_EVIDENCE_MB", 500, "一个佐证文件最大多少。", "MB", 1, 10_240),
    Setting("BIHUAN_EVIDENCE_FILES", 50, "一份佐证最多多少个文件。", "个", 1, 500),
    Setting("BIHUAN_EVIDENCE_QUOTA_GB", 50, "一个单位的佐证合计最多占多少空间。", "GB", 1, 100_000),
    Setting(
        "BIHUAN_EVIDENCE_TYPES",
        (
            "pdf",
            "ofd",
            "docx",
            "xlsx",
            "pptx",
            "doc",
            "xls",
            "ppt",
            "txt",
            "csv",
            "jpg",
            "png",
            "tif",
            "bmp",
            "webp",
            "mp4",
            "mp3",
            "wav",
        ),
        "收哪些类型的佐证文件，按内容判定，用逗号分隔；只能从默认的这些里选。",
    ),
    Setting(
        "BIHUAN_EVIDENCE_BUCKET",
        "",
        "把佐证文件存在对象存储（S3 协议）的哪个桶，可带目录，如 bihuan/evidence；留空时存在数据目录。",
    ),
    Setting(
        "BIHUAN_S3_ENDPOINT", "", "对象存储的地址，如 https://oss.example.cn；留空时用云服务的默认地址。"
    ),
    Setting("BIHUAN_S3_REGION", "", "对象存储的区域名。"),
    Setting("BIHUAN_S3_KEY", "", "对象存储的访问编号。"),
    Setting("BIHUAN_S3_SECRET", "", "对象存储的访问密钥。"),
    Setting(
        "BIHUAN_SIGNING",
        "ed25519",
        "佐证包的签名算法：ed25519 或 sm2（须安装 bihuan[sm2]）；改后须轮换密钥。",
    ),
    Setting(
        "BIHUAN_FONTS",
        "",
        "生成 PDF 时最先用哪个目录里的字体文件（ttf、otf、ttc）；留空时用数据目录里的 fonts。",
    ),
    Setting(
        "BIHUAN_ENQUIRIES",
        True,
        "公开网页上可以对公开中的稿子提意见；关闭时没有提交页，已有的回执码照样能查。",
    ),
    Setting(
        "BIHUAN_ENQUIRY_FILES",
        0,
        "群众提意见时最多附几个文件；0 表示不收附件，提交页上没有这一栏。",
        "个",
        0,
        5,
    ),
    Setting("BIHUAN_ENQUIRY_MB", 10, "群众提意见时附的文件，一个最多多大。", "MB", 1, 50),
    Setting("BIHUAN_TIME_ZONE", "Asia/Shanghai", "时区。"),
    Setting("BIHUAN_LOG_LEVEL", "INFO", "日志详略：DEBUG、INFO、WARNING、ERROR。"),
)

YES, NO = ("1", "true", "yes", "on", "是"), ("0", "false", "no", "off", "否")


def read(environ: Mapping[str, str]) -> dict[str, Value]:
    """Every setting by its name; raises ``SettingError`` for the first value that makes no sense."""
    ours = (name for name in environ if name.startswith("BIHUAN_") and not name.startswith(READING))
    unknown = sorted(name for name in ours if name not in KNOWN)
    if unknown:
        raise SettingError(f"没有“{unknown[0]}”这个设置，请对照设置说明检查拼写。")
    return {one.name: _convert(one, environ.get(one.name, "").strip()) for one in SETTINGS}


READING = "BIHUAN_MAX_"
"""Limits of the reader (``bihuan.report.limits``), which checks their names and values itself."""
KNOWN = frozenset(one.name for one in SETTINGS)


def _convert(setting: Setting, text: str) -> Value:
    if not text:
        return setting.default
    if isinstance(setting.default, bool):
        return _switch(setting, text)
    if isinstance(setting.default, int):
        return _number(setting, text)
    if isinstance(setting.default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _switch(setting: Setting, text: str) -> bool:
    if text.lower() not in YES + NO:
        raise SettingError(f"设置“{setting.name}”只能是 1（打开）或 0（关闭），现在是“{text}”。")
    return text.lower() in YES


def _number(setting: Setting, text: str) -> int:
    low, high = setting.lowest or 0, setting.highest or 2**31
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingError(f"设置“{setting.name}”应是 {low} 到 {high} 之间的整数，现在是“{text}”。")
    return int(text)


def secret_key(given: str, folder: Path) -> str:
    """The key that signs sessions: the one given, else the one kept in the data folder, made on first use."""
    if given:
        if len(given) < 50:
            raise SettingError("设置“BIHUAN_SECRET_KEY”太短，请用不少于 50 个字符的随机串。")
        return given
    file = folder / "secret.key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(file, secrets.token_urlsafe(64))
    return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, text: str) -> None:
    """Two processes may start at the same time: the first one wins and the other reads its key."""
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""The first administrators of a house without sample data: one of each kind, because none can do the others'
work: the system administrator makes accounts, the security administrator gives roles.
"""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bihuan.web.accounts.models import Membership, Unit
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.base.errors import ServiceError

KINDS = {
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "audit": Role.AUDIT_ADMINISTRATOR,
}


class Command(BaseCommand):
    """Refuses a kind of which there is an administrator who can log in."""

    help = "建立第一个系统、安全或审计管理员账户（仅限还没有这类管理员时）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Unit, name and log-in name; the password is asked for, never given as an argument."""
        parser.add_argument("--unit", required=True, help="单位全称")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--username", required=True, help="登录名")
        parser.add_argument(
            "--kind",
            choices=KINDS,
            default="system",
            help="哪一类：system 系统、security 安全、audit 审计",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Make the unit where it is missing, then the account."""
        role = KINDS[options["kind"]]
        if _held(role):
            raise CommandError(
                f"已经有{role.label}了。账户由系统管理员登录后添加，角色由安全管理员登录后授予。"
            )
        password = _asked()
        now = timezone.now()
        try:
            unit = Unit.objects.filter(name=options["unit"]).first()
            unit = unit or unit_create(actor=None, now=now, name=options["unit"])
            user_create(
                actor=None,
                now=now,
                unit=unit,
                name=options["name"],
                username=options["username"],
                password=password,
                role=role,
            )
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已建立{role.label}“{options['username']}”。")
        lacking = {kind: other for kind, other in KINDS.items() if not _held(other)}
        for kind, other in lacking.items():
            self.stdout.write(f"还没有{other.label}，请再执行一次并加上 --kind {kind}。")
        if not lacking:
            self.stdout.write("三类管理员都有了。执行 bihuan serve 启动，登录后首页写明先办什么。")


def _held(role: Role) -> bool:
    """Whether somebody who can log in holds the role."""
    return Membership.objects.filter(role=role, user__is_active=True).exists()


def _asked() -> str:
    """The password, typed twice without being shown."""
    try:
        password, again = getpass("密码："), getpass("再输一次：")
    except EOFError as error:
        raise CommandError("没有输入密码，请在终端里重新执行。") from error
    if password != again:
        raise CommandError("两次输入的密码不一样，请重新执行。")
    return password

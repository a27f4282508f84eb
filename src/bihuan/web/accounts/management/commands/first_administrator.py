"""The first account of an empty database: a system administrator, who makes all others."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from bihuan.web.accounts.models import Unit, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.base.errors import ServiceError


class Command(BaseCommand):
    """Refuses when there are accounts already."""

    help = "建立第一个系统管理员账户（仅限还没有任何账户时）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Unit, name and log-in name; the password is asked for, never given as an argument."""
        parser.add_argument("--unit", required=True, help="单位全称")
        parser.add_argument("--name", required=True, help="姓名")
        parser.add_argument("--username", required=True, help="登录名")

    def handle(self, *_: Any, **options: Any) -> None:
        """Make the unit where it is missing, then the account."""
        if User.objects.exists():
            raise CommandError("已经有账户了，请用系统管理员账户登录后添加。")
        password = getpass("密码：")
        if password != getpass("再输一次："):
            raise CommandError("两次输入的密码不一样，请重新执行。")
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
                role=Role.SYSTEM_ADMINISTRATOR,
            )
        except ServiceError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已建立系统管理员“{options['username']}”。")

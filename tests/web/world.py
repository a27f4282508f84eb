"""The cast: who acts in the tests of the product, and where. All places and people are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from bihuan.report import read_text
from bihuan.report.source import presentable
from bihuan.web.accounts.models import Unit, UnitKind, User
from bihuan.web.accounts.permissions import Role
from bihuan.web.accounts.services import unit_create, user_create
from bihuan.web.diagnosis import services as diagnosis
from bihuan.web.diagnosis.examined import examined
from bihuan.web.diagnosis.reader import Reading
from bihuan.web.rectification.services import draft_confirm

if TYPE_CHECKING:
    from bihuan.web.inspections.models import Feedback

NOW = datetime(2024, 6, 3, 9, 30, tzinfo=UTC)
PASSWORD = "鹿鸣河畔第七座桥"

REPORT = """鹿溪市统计局关于巡察整改情况的通报

根据市委统一部署，2023年3月6日至2023年5月12日，市委第三巡察组对市统计局进行了巡察。2023年6月20日，巡察组向市统计局党组反馈了意见。现将整改情况予以公布。
一、落实上级决策部署有差距
1.数据质量核查走过场
（1）核查台账不规范
（2）对问题企业回访不及时
7月3日，召开党组会议，研究核查办法，明确每家企业由两人到场。
7月18日，对12家企业重新核查，补齐记录31份。
整改情况：完成整改。
2.统计执法力度不够
3.执法人员力量薄弱
7月10日，选派4名同志参加执法证培训，全部通过考试。
从8月份开始，每月对一家企业开展双随机检查。
整改情况：正在整改。
二、党组领导作用发挥不充分
4.议事规则执行不严
7月25日，修订党组议事规则，明确末位表态。
整改情况：完成整改。
欢迎广大干部群众对巡察整改落实情况进行监督。联系电话：0000-1234567；电子邮箱：tongji@example.cn。
鹿溪市统计局党组
2023年9月28日
"""


@dataclass(frozen=True)
class World:
    """Units and accounts by what they are for."""

    committee: Unit
    office: Unit
    bureau: Unit
    stranger_unit: Unit
    liaison: User
    first_person: User
    handler: User
    reader: User
    officer: User
    stranger: User
    system_admin: User
    security_admin: User
    audit_admin: User
    head: User
    leader: User
    discipline: User
    organisation: User

    def everybody(self) -> dict[str, User]:
        """All accounts by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, User)}


def build() -> World:
    """Units and people, made through the services as the command line would."""
    committee = unit_create(
        actor=None, now=NOW, name="中共鹿溪市委员会", short_name="市委", kind=UnitKind.COMMITTEE
    )
    office = unit_create(
        actor=None,
        now=NOW,
        name="鹿溪市委巡察工作领导小组办公室",
        short_name="市委巡察办",
        kind=UnitKind.OFFICE,
        parent=committee,
    )
    bureau = unit_create(actor=None, now=NOW, name="鹿溪市统计局", short_name="市统计局", parent=committee)
    other = unit_create(actor=None, now=NOW, name="鹿溪市水务局", short_name="市水务局", parent=committee)

    def user(username: str, name: str, unit: Unit, role: Role, post: str = "") -> User:
        return user_create(
            actor=None,
            now=NOW,
            unit=unit,
            name=name,
            username=username,
            password=PASSWORD,
            role=role,
            post=post,
        )

    return World(
        committee,
        office,
        bureau,
        other,
        liaison=user("lin", "林知夏", bureau, Role.LIAISON, "办公室主任"),
        first_person=user("zhou", "周衡远", bureau, Role.FIRST_PERSON, "党组书记、局长"),
        handler=user("qiao", "乔木", bureau, Role.HANDLER, "执法科科员"),
        reader=user("he", "何书言", bureau, Role.READER, "机关纪委委员"),
        officer=user("yan", "严守正", office, Role.INSPECTION_OFFICE, "督导科科长"),
        stranger=user("shui", "水清源", other, Role.LIAISON, "办公室副主任"),
        system_admin=user("xt", "系明", committee, Role.SYSTEM_ADMINISTRATOR),
        security_admin=user("aq", "安和", committee, Role.SECURITY_ADMINISTRATOR),
        audit_admin=user("sj", "审言", committee, Role.AUDIT_ADMINISTRATOR),
        head=user("tang", "唐既明", bureau, Role.DEPARTMENT_HEAD, "执法科科长"),
        leader=user("gu", "顾云舟", bureau, Role.LEAD_LEADER, "党组成员、副局长"),
        discipline=user("ji", "纪平", office, Role.SUPERVISOR_DISCIPLINE, "市纪委监委第二监督检查室"),
        organisation=user("zu", "祖安", office, Role.SUPERVISOR_ORGANISATION, "市委组织部干部监督科"),
    )


def read_here(data: bytes, name: str, lid: object, rules: Any = None) -> Reading:
    """Reading without a child process: a tenth of a second less for each test; the real one has its own
    tests.
    """
    from bihuan.report.source import decode

    del name, lid
    source = decode(data)
    text = presentable(source.text)
    return Reading(text, "text", source.encoding, (), examined(read_text(text), rules) if rules else {})


def make_draft(world: World, content: bytes | str, *, actor: User | None = None, **options: Any) -> Any:
    """A draft of the statistics bureau."""
    with patch.object(diagnosis, "read_apart", read_here):
        return diagnosis.draft_create(
            actor=actor or world.liaison, now=NOW, content=content, **{"unit": world.bureau, **options}
        )


def import_text(world: World, content: bytes | str = REPORT, **options: Any) -> Feedback:
    """A whole case of the statistics bureau."""
    draft = make_draft(world, content, **options)
    return draft_confirm(actor=options.get("actor") or world.liaison, now=NOW, draft=draft)

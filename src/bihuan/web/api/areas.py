"""What a token may be limited to. Pure; the page where tokens are made, the checks and the docs read it."""

from __future__ import annotations

from enum import StrEnum


class Area(StrEnum):
    """Operations that belong together."""

    ACCOUNT = "account"
    PEOPLE = "people"
    ROUNDS = "rounds"
    LEDGER = "ledger"
    TEMPLATES = "templates"
    IMPORTS = "imports"
    WORK = "work"
    EVIDENCE = "evidence"
    CHECKS = "checks"
    DISCLOSURE = "disclosure"
    ENQUIRIES = "enquiries"
    BOARD = "board"
    SUPERVISION = "supervision"
    HOUSE = "house"

    @property
    def label(self) -> str:
        """The area's name for people."""
        return AREAS[self][0]

    @property
    def about(self) -> str:
        """What belongs to it, for people."""
        return AREAS[self][1]


AREAS = {
    Area.ACCOUNT: ("本人", "账户、我的事项、离岗代理、消息、通知设置、令牌"),
    Area.PEOPLE: ("单位和人员", "单位、科室、人员、账户、角色、移交"),
    Area.ROUNDS: ("轮次和期限", "轮次、归档、会审方、工作日历"),
    Area.LEDGER: ("台账", "台账、问题、整改、措施、责任矩阵、沿革、检索、常用筛选、导出"),
    Area.TEMPLATES: ("文书模板", "巡察办自己的 Word 模板：上传、试填、启用、停用"),
    Area.IMPORTS: ("导入", "收材料和表格、更正、入账、撤销、替换"),
    Area.WORK: (
        "办理",
        "方案、措施库、进展、批量修改、送审与审核、延期、外部协办、定期任务、承诺、意见、复查",
    ),
    Area.EVIDENCE: ("佐证", "上传、关联、版本、审核、下载、打包"),
    Area.CHECKS: ("体检", "体检意见和说明、体检规则的调整"),
    Area.DISCLOSURE: ("公示", "公示稿、公开稿、隐名、不公开的问题"),
    Area.ENQUIRIES: ("群众意见", "收到的意见、交办、答复、公开；经办的人还看得到称呼和联系方式"),
    Area.BOARD: ("看板", "轮次看板和它的数字、一份台账的时间线"),
    Area.SUPERVISION: ("督导", "逐月督导记录、督办文书、现场督导、任务分解"),
    Area.HOUSE: ("运行和规则", "登录要求、接口设置、后台任务、群机器人、日志"),
}

"""The permission table as data: role → relation to the object → actions. What is not here is denied.

``permissions.py`` answers questions from it, ``docs/reference/permissions.md`` is made from it. A new role or
action is one line here; tests then ask for its word and for its place in the matrix. Pure.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a unit; the three administrators exclude each other and everybody else."""

    LIAISON = "liaison"
    HANDLER = "handler"
    DEPARTMENT_HEAD = "department_head"
    LEAD_LEADER = "lead_leader"
    FIRST_PERSON = "first_person"
    READER = "reader"
    INSPECTION_OFFICE = "inspection_office"
    SUPERVISOR_DISCIPLINE = "supervisor_discipline"
    SUPERVISOR_ORGANISATION = "supervisor_organisation"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """The role's name for people."""
        return LABELS[self]


LABELS = {
    Role.LIAISON: "整改联络员",
    Role.HANDLER: "科室经办人",
    Role.DEPARTMENT_HEAD: "科室负责人",
    Role.LEAD_LEADER: "分管领导",
    Role.FIRST_PERSON: "主要负责人",
    Role.READER: "查阅人员",
    Role.INSPECTION_OFFICE: "巡察办工作人员",
    Role.SUPERVISOR_DISCIPLINE: "纪检监察监督人员",
    Role.SUPERVISOR_ORGANISATION: "组织部门监督人员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
OVERSIGHT = frozenset({Role.INSPECTION_OFFICE, Role.SUPERVISOR_DISCIPLINE, Role.SUPERVISOR_ORGANISATION})
"""Held in an inspection office, over the units of its rounds."""


class Action(StrEnum):
    """What can be done."""

    READ = "read"
    EDIT = "edit"
    """Change the ledger: measures, outcomes, joining and splitting."""
    IMPORT = "import"
    """Start, undo or replace a case from a document."""
    ADD_EVIDENCE = "add_evidence"
    """Upload evidence, correct and link it, give it a new version."""
    REVIEW_EVIDENCE = "review_evidence"
    """Accept or reject evidence."""
    RECORD = "record"
    """Add progress, say what was done, tick a regular duty."""
    ASSESS = "assess"
    """Hand in the self-assessment."""
    ENDORSE = "endorse"
    """Agree as the leader in charge."""
    APPROVE = "approve"
    """Approve plans, extensions and self-assessments as the first person responsible."""
    REVIEW = "review"
    """Take up and decide the co-review as the inspection office."""
    CO_REVIEW = "co_review"
    """Decide the co-review as a supervising body."""
    RECHECK = "recheck"
    """Draw closed items, look at them again, reopen them."""
    SUPERVISE = "supervise"
    """Make the monthly record of a round, urge a unit, say what is shown."""
    RECEIPT = "receipt"
    """Sign for letters of the inspection office, answer them, explain a month."""
    ASSIGN = "assign"
    """Break a superior's decision down into tasks."""
    PUBLISH = "publish"
    """Write announcements, send them for examination, publish what was approved, answer the public."""
    VET = "vet"
    """Examine an announcement for law and secrecy."""
    COMMENT = "comment"
    """Discuss a response."""
    HAND_OVER = "hand_over"
    """Give everything of one person of the unit to another."""
    TUNE_CHECKS = "tune_checks"
    """Draft which rules of the examination run, and try that on one's own reports; others put it in force."""
    KEEP_TEMPLATES = "keep_templates"
    """Upload an office's own templates of documents, try them, switch them on and off."""
    ARCHIVE = "archive"
    """Make a finished round read-only, and open it again."""
    MANAGE_ROUNDS = "manage_rounds"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_SETTINGS = "manage_settings"
    """How the machine runs: background jobs, robots of group chats; no business data."""
    MANAGE_ROLES = "manage_roles"
    """Give and take roles, appoint deputies, take a lost second factor off an account."""
    MANAGE_POLICY = "manage_policy"
    """Enter the yearly holiday notice, choose policies, say how people log in, put rules of the examination
    in force.
    """
    READ_JOURNAL = "read_journal"
    """The whole journal; the history of an object one may read is open anyway."""


ACTIONS = {
    Action.READ: "查看",
    Action.EDIT: "修改台账",
    Action.IMPORT: "导入、撤销和替换",
    Action.ADD_EVIDENCE: "上传佐证",
    Action.REVIEW_EVIDENCE: "审核佐证",
    Action.RECORD: "填报进展",
    Action.ASSESS: "自评",
    Action.ENDORSE: "分管审核",
    Action.APPROVE: "主要负责人审批",
    Action.REVIEW: "巡察办审核",
    Action.CO_REVIEW: "监督部门会审",
    Action.RECHECK: "抽查和重新打开",
    Action.SUPERVISE: "月度督导和催办",
    Action.RECEIPT: "签收督办文书和作说明",
    Action.ASSIGN: "分解上级决定",
    Action.PUBLISH: "拟写和发布公开稿、答复群众",
    Action.VET: "公开稿法制、保密审查",
    Action.COMMENT: "讨论",
    Action.HAND_OVER: "移交工作",
    Action.TUNE_CHECKS: "拟订体检规则",
    Action.KEEP_TEMPLATES: "维护文书模板",
    Action.ARCHIVE: "归档与解除归档",
    Action.MANAGE_ROUNDS: "管理轮次",
    Action.MANAGE_ACCOUNTS: "管理单位、人员和账户",
    Action.MANAGE_SETTINGS: "管理运行设置",
    Action.MANAGE_ROLES: "授予和收回角色",
    Action.MANAGE_POLICY: "管理规则和登录要求",
    Action.READ_JOURNAL: "查看和核对日志",
}
HARMLESS = frozenset({Action.READ, Action.ARCHIVE})
"""What may still be done to an archived object."""


class Relation(StrEnum):
    """How an account stands to an object."""

    OWN = "own"
    """The object belongs to the unit of the membership."""
    DEPARTMENT = "department"
    """The object belongs to that unit and to the department of the account's person."""
    MINE = "mine"
    """The object belongs to that unit and names the account's person: a measure as its leader or as
    responsible, a response as the leader of one of its measures. Where it names nobody, everybody of the unit
    who holds the role stands so.
    """
    OFFICE = "office"
    """The object belongs to a round of the inspection office of the membership."""
    HOUSE = "house"
    """The object belongs to no unit: accounts, policy, logs."""


RELATIONS = {
    Relation.OWN: "本单位的",
    Relation.DEPARTMENT: "本科室的",
    Relation.MINE: "本人牵头或负责的（未写明何人时，本单位的）",
    Relation.OFFICE: "本巡察办各轮次的",
    Relation.HOUSE: "不属于任何单位的",
}

_A = Action
_HANDLING = frozenset({_A.READ, _A.ADD_EVIDENCE, _A.RECORD, _A.COMMENT})
GRANTS: dict[Role, dict[Relation, frozenset[Action]]] = {
    Role.LIAISON: {
        Relation.OWN: _HANDLING
        | {_A.EDIT, _A.IMPORT, _A.ASSESS, _A.HAND_OVER, _A.RECEIPT, _A.ASSIGN, _A.TUNE_CHECKS, _A.PUBLISH}
    },
    Role.HANDLER: {Relation.OWN: _HANDLING},
    Role.DEPARTMENT_HEAD: {
        Relation.OWN: _HANDLING | {_A.RECEIPT, _A.VET},
        Relation.DEPARTMENT: frozenset({_A.ASSESS}),
    },
    Role.LEAD_LEADER: {
        Relation.OWN: frozenset({_A.READ, _A.COMMENT, _A.RECEIPT, _A.VET}),
        Relation.MINE: frozenset({_A.RECORD, _A.ENDORSE}),
    },
    Role.FIRST_PERSON: {Relation.OWN: frozenset({_A.READ, _A.APPROVE, _A.COMMENT, _A.RECEIPT, _A.ASSIGN})},
    Role.READER: {Relation.OWN: frozenset({_A.READ})},
    Role.INSPECTION_OFFICE: {
        Relation.OFFICE: frozenset(
            {
                *(_A.READ, _A.IMPORT, _A.REVIEW_EVIDENCE, _A.REVIEW, _A.RECHECK, _A.COMMENT, _A.ARCHIVE),
                *(_A.SUPERVISE, _A.ASSIGN, _A.TUNE_CHECKS, _A.KEEP_TEMPLATES),
            }
        ),
        Relation.HOUSE: frozenset({_A.MANAGE_ROUNDS}),
    },
    Role.SUPERVISOR_DISCIPLINE: {Relation.OFFICE: frozenset({_A.READ, _A.CO_REVIEW, _A.RECHECK, _A.COMMENT})},
    Role.SUPERVISOR_ORGANISATION: {
        Relation.OFFICE: frozenset({_A.READ, _A.CO_REVIEW, _A.RECHECK, _A.COMMENT})
    },
    Role.SYSTEM_ADMINISTRATOR: {Relation.HOUSE: frozenset({_A.MANAGE_ACCOUNTS, _A.MANAGE_SETTINGS})},
    Role.SECURITY_ADMINISTRATOR: {Relation.HOUSE: frozenset({_A.MANAGE_ROLES, _A.MANAGE_POLICY})},
    Role.AUDIT_ADMINISTRATOR: {Relation.HOUSE: frozenset({_A.READ_JOURNAL})},
}

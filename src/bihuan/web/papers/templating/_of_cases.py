"""Fields of what is made from a ledger."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from bihuan.documents.kinds import _words as w
from bihuan.documents.kinds._report import UNTOLD
from bihuan.web.papers.templating._shared import COUNTS, NUMBERED
from bihuan.web.papers.templating.field import Field

if TYPE_CHECKING:
    from bihuan.documents import facts

_get = attrgetter
MEASURE = (
    Field("文字", "措施本身", _get("text")),
    Field("全文", "措施和成效，不重复", w.measure_text),
    Field("类型", "立行立改、限期整改、长期坚持", _get("kind")),
    Field("完成标准", "", _get("criteria")),
    Field("牵头领导", "", _get("leader")),
    Field("责任科室", "", _get("department")),
    Field("责任人", "", _get("person")),
    Field("时限", "现在的时限", _get("due")),
    Field("原定时限", "最初批准的时限", _get("original_due")),
    Field("落实情况", "未落实、已落实、转为定期任务", _get("state")),
    Field("落实日期", "", _get("done_on")),
    Field("成效", "落实的结果", _get("result")),
    Field("佐证数", "数字", _get("proofs")),
    Field("最近进展", "", _get("last")),
    Field("最近进展日期", "", _get("last_on")),
    Field("下一步", "", _get("next")),
    Field("困难", "", _get("obstacle")),
)


def _result(one: facts.Response) -> str:
    """As our own report says it."""
    return w.ended(one.outcome or one.status) or UNTOLD


FINDING = (
    Field("编号", "", _get("number")),
    Field("题目", "", _get("title")),
    Field("分类", "所在的中间标题", _get("group")),
    Field("各表现", "具体表现，逐条文字", _get("aspects"), plain=True),
)
OPINION = (
    Field("单位", "分管领导、主要负责人或会审方", _get("party")),
    Field("意见", "没有写的作“同意”", lambda one: one.text or "同意"),
    Field("签署人", "", _get("by")),
    Field("日期", "", _get("on")),
)
RESPONSE = (
    Field("问题", "所答的问题，编号和题目", w.findings_text),
    Field("各问题", "所答的每个问题", _get("findings"), FINDING),
    Field("各措施", "", _get("measures"), MEASURE),
    Field("措施项数", "数字", lambda one: len(one.measures)),
    Field("目标", "整改目标", _get("target")),
    Field("整改情况", "没有写的为空", _get("outcome")),
    Field("结果", "整改情况，没有写的为状态，都没有的为“尚未填报”", _result),
    Field("状态", "已完成、长期坚持等", _get("status")),
    Field("环节", "办理到哪一步", _get("stage")),
    Field("自评", "", _get("evaluation")),
    Field("申请", "申请怎样了结", _get("aim")),
    Field("各意见", "分管、主要负责人和会审方的意见", _get("opinions"), OPINION),
    Field("了结日期", "", _get("ended_on")),
    Field("销号编号", "", _get("certificate")),
)
SECTION = (
    Field("序号", "一、二、三", _get("number")),
    Field("部分名称", "", _get("title")),
    Field("各段", "没有问题的部分的正文，逐段文字", _get("passages"), plain=True),
    Field("各项", "这一部分的各项整改", _get("responses"), RESPONSE),
)
CASE = (
    Field("单位", "被巡察单位", _get("unit")),
    Field("轮次", "", _get("round")),
    Field("巡察办", "", _get("office")),
    Field("巡察组", "", _get("team")),
    Field("落款", "署名的党组织，没有登记的为单位", _get("signed")),
    Field("成文日期", "生成当天", _get("on")),
    Field("进驻日期", "", _get("inspected_from")),
    Field("撤离日期", "", _get("inspected_to")),
    Field("反馈日期", "", _get("given_on")),
    Field("方案报送期限", "", _get("plan_due")),
    Field("集中整改期限", "", _get("due")),
    Field("第一责任人", "", _get("first_person")),
    Field("第一责任人职务", "", _get("first_post")),
    Field("开头", "何时、由谁巡察、何时反馈，一段话", w.opening),
    Field("完成情况", "问题总数和各状态的数目，一句话", w.numbers),
    Field("措施情况", "措施总数和落实数，一句话", w.deeds),
    *COUNTS,
    Field("已落实措施数", "数字", lambda case: sum(one.done for one in case.measures)),
    Field("月度督导次数", "数字", _get("sheets")),
    Field("督办文书件数", "数字", _get("letters")),
    Field(
        "各状态", "每种整改状态的问题数", _get("counts.statuses"),
        NUMBERED,
    ),
    Field(
        "各领导", "牵头领导和所牵头的问题", _get("leaders"),
        (Field("姓名", "", itemgetter(0)), Field("负责", "", itemgetter(1))),
    ),
    Field("各部分", "台账的各部分，依原文次序", _get("sections"), SECTION),
    Field("各项", "全部整改，依原文次序", _get("responses"), RESPONSE),
)  # fmt: skip


def _case(told: tuple[facts.Case, Any]) -> facts.Case:
    return told[0]


ANSWERS = (
    Field("单位", "被巡察单位", lambda told: _case(told).unit),
    Field("轮次", "", lambda told: _case(told).round),
    Field("巡察办", "", lambda told: _case(told).office),
    Field("成文日期", "生成当天", lambda told: _case(told).on),
    Field("各项", "每项整改一张表", itemgetter(1), RESPONSE),
)
"""Of a form for each response: the facts are the case and the responses."""

"""Fields of what is made from evidence, a letter, a monthly sheet, a round."""

from __future__ import annotations

from operator import attrgetter as _get
from operator import itemgetter

from bihuan.web.papers.templating._shared import COUNTS, NUMBERED
from bihuan.web.papers.templating.field import Field

ITEM = (
    Field("问题", "例如“问题2、3”", _get("called")),
    Field("事项", "", _get("text")),
    Field("时限", "", _get("due")),
    Field("责任", "", _get("who")),
    Field("备注", "", _get("note")),
)
LETTER = (
    Field("巡察办", "", _get("office")),
    Field("单位", "主送单位", _get("unit")),
    Field("文种", "提醒函、督办单、约谈通知、催办函", _get("word")),
    Field("编号", "", _get("number")),
    Field("各段", "正文，逐段文字", _get("paragraphs"), plain=True),
    Field("各事项", "所列事项", _get("items"), ITEM),
    Field("事项数", "数字", lambda letter: len(letter.items)),
    Field("各旧事项", "此前已经函告、尚未办结的", _get("again"), ITEM),
    Field("结语", "", _get("ending")),
    Field("主送人员", "", _get("addressed")),
    Field("成文日期", "送达的日期", _get("on")),
)
SHEET = (
    Field("单位", "", _get("unit")),
    Field("轮次", "", _get("round")),
    Field("巡察办", "", _get("office")),
    Field("月份", "", _get("month")),
    Field("截止日期", "数字截至哪天", _get("judged_on")),
    Field("第几次", "同一个月第几次生成，数字", _get("serial")),
    Field("亮灯", "", _get("light")),
    Field("得分", "没有开启计分的为空", _get("score")),
    Field(
        "各数字", "应完成、按期等数目", _get("figures"),
        NUMBERED,
    ),
    Field(
        "各类", "按类列出的事项", _get("groups"),
        (Field("名称", "", itemgetter(0)), Field("各事项", "", itemgetter(1), ITEM)),
    ),
    Field("各退回", "当月退回", _get("returned"), ITEM),
    Field("各现场督导", "逐次文字", _get("visits"), plain=True),
    Field("说明", "单位的说明", _get("explained")),
    Field("说明人", "", _get("explained_by")),
    Field("生成日期", "", _get("made_on")),
    Field("摘要", "冻结记录的 SHA-256", _get("digest")),
)  # fmt: skip
ROUND = (
    Field("巡察办", "", _get("office")),
    Field("轮次", "", _get("name")),
    Field("成文日期", "生成当天", _get("on")),
    Field("开始日期", "", _get("starts_on")),
    Field("结束日期", "", _get("ends_on")),
    Field("单位数", "数字", lambda told: len(told.units)),
    *COUNTS,
    Field("月度督导次数", "数字", _get("months")),
    Field(
        "各单位", "每个单位一行", _get("units"),
        (
            Field("单位", "", _get("unit")),
            Field("反馈日期", "", _get("given_on")),
            Field("期限", "", _get("due")),
            *COUNTS,
            Field("已落实措施数", "数字", _get("measures_done")),
            Field("了结数", "数字", _get("closed")),
        ),
    ),
    Field(
        "各文书", "督办文书各多少件", _get("letters"),
        (Field("名称", "", itemgetter(0)), Field("件数", "数字", itemgetter(1))),
    ),
)  # fmt: skip
EVIDENCE = (
    Field("单位", "", _get("unit")),
    Field("轮次", "", _get("round")),
    Field("成文日期", "生成当天", _get("on")),
    Field("件数", "数字", lambda told: len(told.proofs)),
    Field(
        "各佐证", "", _get("proofs"),
        (
            Field("证明", "证明哪项措施或问题", _get("about")),
            Field("编号", "", _get("number")),
            Field("名称", "", _get("title")),
            Field("种类", "", _get("kind")),
            Field("日期", "", _get("on")),
            Field("文件数", "数字", _get("files")),
            Field("上传人", "", _get("stored_by")),
            Field("摘要", "SHA-256", _get("digest")),
            Field("审核", "", _get("state")),
        ),
    ),
)  # fmt: skip

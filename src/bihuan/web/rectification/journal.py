"""What the journal's entries are called on pages."""

from __future__ import annotations

from bihuan.web.rectification.workflow import STEPS

ACTIONS = {
    "draft_create": "收到材料",
    "draft_confirm": "导入入账",
    "draft_discard": "放弃导入",
    "import_undo": "撤销导入",
    "feedback_replace": "替换反馈",
    "measure_add": "增加措施",
    "measure_edit": "修改措施",
    "measure_remove": "删除措施",
    "outcome_edit": "修改整改状态",
    "response_join": "合并作答",
    "response_split": "分开作答",
    "plan_write": "填写方案",
    "response_mark": "标记重点问题",
    "progress_add": "登记进展",
    "measure_settle": "登记落实结果",
    "measures_settle": "按措施文字登记落实",
    "extension_ask": "申请延期",
    "extension_decide": "审批延期",
    "duty_create": "设立定期任务",
    "occurrence_record": "登记定期任务",
    "commitment_keep": "登记兑现承诺",
    "seat_claim": "承办审核",
    "recheck_draw": "抽取复查名单",
    "recheck_judge": "登记复查结论",
    "comment_add": "发表意见",
    "comment_resolve": "标记意见",
    "waiver_ask": "说明体检意见",
    "waiver_decide": "审批体检说明",
    **{f"step_{step}": word for step, word in STEPS.items()},
}

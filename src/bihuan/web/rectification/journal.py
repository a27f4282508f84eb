"""What the journal's entries are called on pages."""

from __future__ import annotations

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
}

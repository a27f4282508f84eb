"""Forms of the pages of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from bihuan.web.diagnosis.ruling import MOST

if TYPE_CHECKING:
    from bihuan.web.diagnosis.models import RuleSetting
    from bihuan.web.diagnosis.rule_rows import RulePage

RUNS = [("on", "照常检查"), ("off", "停用这条规则")]
WHOLE = {
    "required": "请填写。",
    "invalid": "要写成整数。",
    "min_value": "不能小于零。",
    "max_value": "太大了。",
}


class SettingForm(forms.Form):
    """How one rule is to run."""

    runs = forms.ChoiceField(choices=RUNS, error_messages={"required": "请选择。"})
    reason = forms.CharField(max_length=500, required=False)
    version = forms.IntegerField(required=False)

    def __init__(self, rule: RulePage, setting: RuleSetting | None, version: int, data: Any = None) -> None:
        initial: dict[str, Any] = {
            "runs": "off" if setting and setting.off else "on",
            "reason": setting.reason if setting else "",
            "version": version,
        }
        self.names = [one.name for one in rule.parameters]
        for one in rule.parameters:
            initial[one.name] = setting.parameters.get(one.name, one.default) if setting else one.default
        super().__init__(data, initial=initial)
        for one in rule.parameters:
            self.fields[one.name] = forms.IntegerField(min_value=0, max_value=MOST, error_messages=WHOLE)

    def told(self) -> dict[str, Any]:
        """What the service takes."""
        clean = self.cleaned_data
        return {
            "off": clean["runs"] == "off",
            "parameters": {name: clean[name] for name in self.names},
            "reason": clean["reason"],
            "version": clean["version"],
        }


class DecideForm(forms.Form):
    """Put in force, or send back."""

    decision = forms.ChoiceField(choices=[("enable", "启用"), ("return", "退回修改")])
    opinion = forms.CharField(max_length=500, required=False)

"""Entering the yearly notice on holidays."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django import forms

LONGEST_RUN = 31
_LINE = re.compile(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")


class DaysField(forms.CharField):
    """Days and runs of days, one a line; gives a sorted list of dates."""

    def clean(self, value: str) -> list[date]:
        """Raises with the line that makes no sense."""
        text = super().clean(value)
        return sorted({day for line in text.splitlines() if line.strip() for day in _days(line.strip())})


def _days(line: str) -> list[date]:
    found = _LINE.findall(line)
    if not 1 <= len(found) <= 2:
        raise forms.ValidationError(f"“{line[:40]}”看不懂，请写成 2027年2月6日，一段写成两个日期。")
    try:
        days = [date(int(year), int(month), int(day)) for year, month, day in found]
    except ValueError as error:
        raise forms.ValidationError(f"“{line[:40]}”里有不存在的日期，请核对。") from error
    length = (days[-1] - days[0]).days
    if not 0 <= length < LONGEST_RUN:
        raise forms.ValidationError(f"“{line[:40]}”的起止不对：应从早到晚，不超过{LONGEST_RUN}天。")
    return [days[0] + timedelta(at) for at in range(length + 1)]


class NoticeForm(forms.Form):
    """One year's notice."""

    year = forms.IntegerField(
        min_value=2000,
        max_value=2200,
        error_messages={"required": "请填写年份。", "invalid": "年份应写成四位数字，如 2027。"},
    )
    document = forms.CharField(max_length=100, error_messages={"required": "请填写通知的文号，以便查对。"})
    days_off = DaysField(error_messages={"required": "请填写放假的日期。"})
    working_days = DaysField(required=False)

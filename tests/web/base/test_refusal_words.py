"""Every sentence of a form is in the voice of the house."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

CASES: dict[str, tuple[forms.Field, object]] = {
    "没有填": (forms.CharField(), ""),
    "太长": (forms.CharField(max_length=3), "一二三四"),
    "太短": (forms.CharField(min_length=3), "一"),
    "有空字符": (forms.CharField(), "一\0二"),
    "不是整数": (forms.IntegerField(), "甲"),
    "太小": (forms.IntegerField(min_value=5), "1"),
    "太大": (forms.IntegerField(max_value=5), "9"),
    "不是日期": (forms.DateField(), "2024-02-30"),
    "没有这个选项": (forms.ChoiceField(choices=[("a", "甲")]), "b"),
    "没有这个选项（带类型）": (forms.TypedChoiceField(choices=[("1", "甲")], coerce=int), "x"),
    "不是邮箱": (forms.EmailField(), "x"),
    "不是网址": (forms.URLField(assume_scheme="https"), "http:// x"),
    "空文件": (forms.FileField(), SimpleUploadedFile("a.txt", b"")),
}


@pytest.mark.parametrize("what", CASES)
def test_refusals_are_sentences_that_say_what_to_do(what: str) -> None:
    field, value = CASES[what]
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    for said in refused.value.messages:
        assert said.endswith("。")
        assert not re.search(r"[(),:;]|变量|字符串|有效", said.replace("https:", "")), said

"""What Django's own form fields say, in the voice of the house: what is wrong and what to do, full-width
marks.

Its Chinese catalogue reads like a programmer's (“确保该变量包含不超过 60 字符 (目前字符数 100)。”); one table
here spares every form the same sentences. A field's own ``error_messages`` still go first.
"""

from __future__ import annotations

from django import forms
from django.core import validators

FIELDS: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (forms.Field, {"required": "请填写这一项。"}),
    (forms.IntegerField, {"invalid": "请填写整数。"}),
    (forms.DateField, {"invalid": "日期请写成 2024-05-01 这样。"}),
    (forms.URLField, {"invalid": "网址不对，应以 https:// 开头，请核对。"}),
    (forms.ChoiceField, {"invalid_choice": "没有这个选项，请从列表中选择。"}),
    (
        forms.MultipleChoiceField,
        {"invalid_choice": "没有这个选项，请从列表中选择。", "invalid_list": "请从列表中选择。"},
    ),
    (
        forms.FileField,
        {
            "invalid": "文件没有收到，请重新选择后再交。",
            "missing": "文件没有收到，请重新选择后再交。",
            "empty": "文件是空的，请确认交的是写好并已保存的文件。",
            "max_length": "文件名太长，请改短后再交。",
        },
    ),
)
VALIDATORS: tuple[tuple[type, str], ...] = (
    (validators.MaxLengthValidator, "太长了，最多 %(limit_value)d 字，现在有 %(show_value)d 字。"),
    (validators.MinLengthValidator, "太短了，至少 %(limit_value)d 字，现在有 %(show_value)d 字。"),
    (validators.MaxValueValidator, "太大了，最大 %(limit_value)s。"),
    (validators.MinValueValidator, "太小了，最小 %(limit_value)s。"),
    (validators.ProhibitNullCharactersValidator, "里面有不能保存的字符，请删去后重新输入。"),
    (validators.EmailValidator, "邮箱地址不对，应写成 name@example.cn 这样。"),
    (validators.URLValidator, "网址不对，应以 https:// 开头，请核对。"),
)


def put_in_our_words() -> None:
    """Once, when the product starts."""
    for field, words in FIELDS:
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, sentence in VALIDATORS:
        validator.message = sentence  # type: ignore[attr-defined]

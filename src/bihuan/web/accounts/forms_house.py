"""Forms of the administrators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from bihuan.web.accounts.forms import DATE, REQUIRED
from bihuan.web.accounts.models import Department, Person, Unit, UnitKind
from bihuan.web.accounts.queries.people import (
    colleagues,
    other_departments,
    superiors_for,
    units_in_order,
)
from bihuan.web.accounts.rights import Role
from bihuan.web.accounts.services.policy import LIMITS

if TYPE_CHECKING:
    from bihuan.web.accounts.models import LoginPolicy

LISTED = {**REQUIRED, "invalid_choice": "请从名单里选择。"}


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit of the tree."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "请选择")
        super().__init__(Unit.objects.none(), error_messages=LISTED, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Indented by its depth."""
        return "　" * int(obj.depth) + str(obj.name)


class PostForm(forms.Form):
    """Where somebody works and as what."""

    unit = UnitField()
    department = forms.CharField(max_length=60, required=False)
    post = forms.CharField(max_length=60, required=False)
    on = forms.DateField(error_messages=DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_in_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The department by its name in the chosen unit."""
        told: dict[str, Any] = super().clean() or {}
        name, unit = told.get("department", "").strip(), told.get("unit")
        told["department"] = None
        if name and unit:
            found = Department.objects.filter(unit=unit, name=name, closed_on=None).first()
            if found is None:
                self.add_error("department", f"{unit}没有“{name}”，请先在单位页增加，或留空。")
            told["department"] = found
        return told


class PersonForm(PostForm):
    """A new person, with an account where a log-in name is given."""

    name = forms.CharField(max_length=40, error_messages=REQUIRED)
    username = forms.CharField(max_length=60, required=False)


class MoveForm(PostForm):
    """A new post; the successor takes over when the unit changes."""

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = successor_field(person)


class GoForm(forms.Form):
    """Leaving office."""

    on = forms.DateField(error_messages=DATE)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = successor_field(person)


def successor_field(person: Person) -> forms.Field:
    """A colleague of the same unit."""
    return forms.ModelChoiceField(
        colleagues(person), required=False, empty_label="不需要", error_messages=LISTED
    )


class DepartmentGoForm(forms.Form):
    """Dissolving a department."""

    def __init__(self, department: Department, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"] = forms.ModelChoiceField(
            other_departments(department), required=False, empty_label="不需要", error_messages=LISTED
        )


class NameForm(forms.Form):
    """A name and a title, mended; or the name of a department."""

    name = forms.CharField(max_length=60, error_messages=REQUIRED)
    post = forms.CharField(max_length=60, required=False)


class UnitForm(forms.Form):
    """A unit and its superior."""

    name = forms.CharField(max_length=100, error_messages=REQUIRED)
    short_name = forms.CharField(max_length=40, required=False)
    kind = forms.ChoiceField(choices=UnitKind.choices, error_messages=LISTED)
    parent = UnitField(required=False, empty_label="没有上级")

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parent"]
        field.queryset = superiors_for(unit)  # type: ignore[attr-defined]
        field.error_messages["invalid_choice"] = "不能挂到自己或自己的下级单位下面，请从名单里另选上级。"


POLICY_FIELDS = (
    ("min_length", "密码最短", "位"),
    ("min_classes", "密码至少含几类字符", "类：大写字母、小写字母、数字、其他"),
    ("history", "不得与最近几次相同", "次，0 为不限"),
    ("max_days", "密码有效期", "天，0 为不限"),
    ("max_failures", "同一账号连续失败几次锁定", "次"),
    ("max_address_failures", "同一来源地址失败几次锁定", "次"),
    ("lock_minutes", "锁定多久", "分钟"),
    ("idle_minutes", "闲置多久须重新登录", "分钟"),
    ("code_hours", "重设码有效期", "小时"),
)


class PolicyForm(forms.Form):
    """The log-in policy."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    factor_roles = forms.MultipleChoiceField(
        choices=[(role.value, role.label) for role in Role], required=False
    )

    def __init__(self, policy: LoginPolicy, *args: Any, **kwargs: Any) -> None:
        names = [*(name for name, _, _ in POLICY_FIELDS), "version", "factor_roles"]
        kwargs["initial"] = {name: getattr(policy, name) for name in names}
        super().__init__(*args, **kwargs)
        for name, _, _ in POLICY_FIELDS:
            low, high = LIMITS[name]
            told = f"应是{low}到{high}之间的整数。"
            self.fields[name] = forms.IntegerField(
                min_value=low,
                max_value=high,
                error_messages={**REQUIRED, "invalid": told, "min_value": told, "max_value": told},
            )

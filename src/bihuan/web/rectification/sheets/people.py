"""Names of a sheet as people and departments of a unit. What is unknown or ambiguous stays as words."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from bihuan.ledger.people import read_departments, read_people
from bihuan.web.accounts.models import Department, Person

WORDS = {"leader": "牵头领导", "department": "责任科室", "person": "责任人"}


class Named(NamedTuple):
    """Who a cell names."""

    id: int | None
    kept: str
    """The cell's words where they say more than the one that was found; else empty."""
    warning: str = ""


class Register:
    """People in office and departments of one unit by name; two queries."""

    def __init__(self, unit: int) -> None:
        self._ids: dict[str, dict[str, list[int]]] = {"people": defaultdict(list), "departments": {}}
        for pk, name in Person.objects.filter(unit=unit, left_on=None).values_list("pk", "name"):
            self._ids["people"][name].append(pk)
        rows = Department.objects.filter(unit=unit, closed_on=None).values_list("pk", "name")
        self._ids["departments"] = {name: [pk] for pk, name in rows}

    def named(self, field: str, text: str) -> Named:
        """The first of the names in a cell that is known, with the words of all."""
        names = read_departments(text) if field == "department" else read_people(text)
        known = self._ids["departments" if field == "department" else "people"]
        if not text.strip() or not names:
            return Named(None, "")
        found = [known.get(name, []) for name in names]
        first = next((ids[0] for ids in found if len(ids) == 1), None)
        unknown = [name for name, ids in zip(names, found, strict=True) if not ids]
        twice = [name for name, ids in zip(names, found, strict=True) if len(ids) > 1]
        told = []
        if unknown:
            where = "科室" if field == "department" else "在职人员"
            told.append(f"{WORDS[field]}“{'、'.join(unknown)}”不在本单位{where}中")
        if twice:
            told.append(f"{WORDS[field]}“{'、'.join(twice)}”在本单位不止一人")
        whole = len(names) == 1 and first is not None
        return Named(
            first,
            "" if whole else text.strip()[:200],
            f"{'，'.join(told)}，照表上的文字保留。" if told else "",
        )

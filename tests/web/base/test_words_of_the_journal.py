"""Whatever any service writes into the journal has a Chinese word: actions, fields and coded values.

Actions are read from the program itself: a new one without a word fails here and not on the audit's page.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bihuan.web
from bihuan.web.base import journal_words
from bihuan.web.base.models import JournalEntry
from tests.web.rectification import loop
from tests.web.world import import_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.world import World

WEB = Path(bihuan.web.__file__).parent
WRITERS = {"journal_append": "action", "write_down": 2}
"""Functions that write an entry, and where their action stands: a keyword or a place."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def actions() -> Iterator[tuple[str, str]]:
    """(file, action) of every entry that the program can write."""
    for file in sorted(WEB.rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
        for function in functions:
            if function.name in WRITERS:
                continue
            for call in calls(function, set(WRITERS)):
                for one in words(argument(call, WRITERS[call.func.id]), function, functions):  # type: ignore[attr-defined]
                    yield f"{file.relative_to(WEB)}:{call.lineno}", one


def calls(inside: ast.AST, names: set[str]) -> list[ast.Call]:
    found = (one for one in ast.walk(inside) if isinstance(one, ast.Call))
    return [one for one in found if isinstance(one.func, ast.Name) and one.func.id in names]


def argument(call: ast.Call, where: str | int) -> ast.expr:
    if isinstance(where, int):
        return call.args[where]
    return next(one.value for one in call.keywords if one.arg == where)


def words(told: ast.expr, function: ast.FunctionDef, functions: list[ast.FunctionDef]) -> list[str]:
    """The texts that an expression can be; a parameter is looked up where the function is called."""
    if isinstance(told, ast.Constant):
        return [told.value]
    if isinstance(told, ast.IfExp):
        return words(told.body, function, functions) + words(told.orelse, function, functions)
    if isinstance(told, ast.JoinedStr):
        known = ("f'step_{step}'", "f'edition_{step.value}'")
        return [] if ast.unparse(told) in known else [ast.unparse(told)]
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    if isinstance(told, ast.Name) and told.id in names:
        found = []
        for caller in functions:
            for call in calls(caller, {function.name}):
                kept = [one.value for one in call.keywords if one.arg == told.id]
                given = kept[0] if kept else call.args[names.index(told.id)]
                found += words(given, caller, functions)
        return found
    if isinstance(told, ast.Name):
        made = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
        values = [
            one.value for one in made if any(isinstance(t, ast.Name) and t.id == told.id for t in one.targets)
        ]
        if values:
            return [word for value in values for word in words(value, function, functions)]
    return [f"?{ast.unparse(told)}"]


def test_every_action_that_is_written_anywhere_has_a_chinese_word() -> None:
    found = list(actions())
    assert len(found) > 80
    missing = [(where, one) for where, one in found if not CHINESE.search(journal_words.action_word(one))]
    assert missing == []


def test_every_step_of_the_workflow_has_a_word() -> None:
    from bihuan.web.disclosure.workflow import Step as EditionStep
    from bihuan.web.rectification.workflow import Step

    assert all(CHINESE.search(journal_words.action_word(f"step_{one}")) for one in Step)
    assert all(CHINESE.search(journal_words.action_word(f"edition_{one}")) for one in EditionStep)


@pytest.mark.slow
def test_every_field_and_code_of_a_whole_way_round_is_said_in_chinese(world: World) -> None:
    """From the import to closure: no field and no state stands on a page as its code."""
    loop.bring(world, loop.first(import_text(world)), "closed")
    coded = []
    for entry in JournalEntry.objects.all():
        told = {**entry.changes}
        rows = told.pop("rows", [])
        for object_type, fields in [(entry.object_type, told), *((row[0], row[3]) for row in rows)]:
            for name, both in fields.items():
                said = journal_words.field_word(name, object_type)
                values = both if isinstance(both, list) else [both]
                worded = [
                    journal_words.value_word(one, name, action=entry.action, object_type=object_type)
                    for one in values
                ]
                coded += [name] if not CHINESE.search(said) and said != name.title() else []
                coded += [one for one in worded if re.fullmatch(r"[a-z]+(_[a-z]+)+", str(one))]
    assert coded == []

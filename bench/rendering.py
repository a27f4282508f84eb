"""Which template language: fifty rows of the ledger by Django's templates, by Jinja2, and by hand (floor).

The same rows give the same text, which is asserted. CPU milliseconds a page, medians of interleaved rounds.
"""

from __future__ import annotations

import html
import statistics
import time
from typing import TYPE_CHECKING

import django
from django.conf import settings
from jinja2 import Environment, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, TIMES = 11, 20
STATES = (("已完成", "full", "done"), ("推进中", "half", "doing"), ("长期坚持", "lasting", "lasting"))
ROWS = [
    {
        "id": at,
        "number": str(at),
        "title": f"第{at}个问题：执法检查覆盖面窄，<责任>不落实",
        "measures": at % 7,
        "state": STATES[at % 3],
        "due": "5月8日",
        "errors": at % 4,
    }
    for at in range(1, 51)
]
HEAD = "<table><tbody>"
# One source for both: the two languages share this much of their grammar.
ROW = (
    '<tr><td>{{ row.number }}</td><td><a href="/findings/{{ row.id }}/">{{ row.title }}</a></td>'
    '<td>{{ row.measures }}</td><td><svg class="i t-{{ row.state.2 }}">'
    '<use href="#i-{{ row.state.1 }}"/></svg>{{ row.state.0 }}</td>'
    "<td>{{ row.due }}</td><td>{% if row.errors %}{{ row.errors }}{% endif %}</td></tr>"
)
PAGE = HEAD + "{% for row in rows %}" + ROW + "{% endfor %}</tbody></table>"


def by_hand() -> str:
    """Floor: what no language can beat."""
    e = html.escape
    body = "".join(
        f'<tr><td>{e(row["number"])}</td><td><a href="/findings/{row["id"]}/">{e(row["title"])}</a></td>'
        f'<td>{row["measures"]}</td><td><svg class="i t-{row["state"][2]}">'
        f'<use href="#i-{row["state"][1]}"/></svg>{row["state"][0]}</td>'
        f"<td>{row['due']}</td><td>{row['errors'] or ''}</td></tr>"
        for row in ROWS
    )
    return f"{HEAD}{body}</tbody></table>"


def languages() -> dict[str, Callable[[], str]]:
    """Compiled once, as both do in a running server."""
    settings.configure(TEMPLATES=[], USE_I18N=False)
    django.setup()
    from django.template import Context, Engine

    django_page = Engine(autoescape=True).from_string(PAGE)
    jinja_page = Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)
    return {
        "Django": lambda: str(django_page.render(Context({"rows": ROWS}))),
        "Jinja2": lambda: jinja_page.render(rows=ROWS),
        "f-strings": by_hand,
    }


def milliseconds(work: Callable[[], object]) -> float:
    """CPU milliseconds of one call."""
    begun = time.process_time()
    for _ in range(TIMES):
        work()
    return (time.process_time() - begun) / TIMES * 1000


def main() -> None:
    """Print one line a language, and the ratio that the decision rests on."""
    works = languages()
    pages = {work() for work in works.values()}
    if len(pages) != 1:
        raise SystemExit("the three pages differ")
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            rounds[name].append(milliseconds(work))
    medians = {name: statistics.median(taken) for name, taken in rounds.items()}
    for name, taken in medians.items():
        print(f"{name}: {taken:.3f} ms for {len(ROWS)} rows")
    ratio = medians["Jinja2"] / medians["Django"]
    print(f"Jinja2 ÷ Django templates: {ratio:.2f}")


if __name__ == "__main__":
    main()

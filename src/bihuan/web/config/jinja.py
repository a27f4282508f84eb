"""The one rendering language: Jinja2 through Django's own backend, strict about what it does not know.

Templates get few globals: ``url``, ``static``, ``icon``, ``state``, ``severity``; ``ui`` has the macros
of ``ui.html`` (no import, because a block rendered alone for htmx does not run the imports of its page).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.templatetags.static import static
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from bihuan.web.base.links import thing_history, url
from bihuan.web.config import filters
from bihuan.web.config.pages import page_facts
from bihuan.web.config.states import SEVERITIES, STATES


class Macros:
    """``ui.html`` looked up when used, so that an edited macro shows in development without a restart."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._environment.get_template("ui.html").module, name)


@lru_cache(maxsize=256)
def icon(name: str, tone: str = "") -> Markup:
    """A shape of the sprite in ``base.html``; always beside a word, so hidden from screen readers."""
    tone_class = f" t-{escape(tone)}" if tone else ""
    return Markup('<svg class="i{}" aria-hidden="true"><use href="#i-{}"/></svg>').format(tone_class, name)


def state(code: str) -> Markup:
    """The badge of a state: shape and colour in front, the word always there."""
    return _BADGES[code]


def state_word(code: str) -> str:
    """The word alone, for a list of choices."""
    return STATES[code][0]


def severity_word(code: str) -> str:
    """The word of a weight alone."""
    return SEVERITIES[code][0]


def severity(code: str) -> Markup:
    """The badge of a diagnostic's weight."""
    return _WEIGHTS[code]


def _badge(word: str, shape: str, tone: str) -> Markup:
    return Markup('<span class="state">{}{}</span>').format(icon(shape, tone), word)


_BADGES = {code: _badge(*kind) for code, kind in STATES.items()}
_WEIGHTS = {code: _badge(*kind) for code, kind in SEVERITIES.items()}


def environment(**options: Any) -> Environment:
    """The environment that Django's backend asks for; autoescape comes switched on from there."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    made.globals.update(
        url=url,
        thing_history=thing_history,
        static=static,
        icon=icon,
        state=state,
        state_word=state_word,
        severity=severity,
        severity_word=severity_word,
        ui=Macros(made),
    )
    made.globals["frame"] = page_facts  # asked by render_page for whole pages only
    made.filters.update(filters.FILTERS)
    return made

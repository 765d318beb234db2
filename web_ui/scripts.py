"""The scripts of every page, and their texts in its language.

Which texts they are is listed in translations/scripts.json, that nothing has to read the
scripts to know it; web_ui.catalogues writes it.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext

from web_ui.texts import LANGUAGES, language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

FOLDER = Path(__file__).parent / "static" / "js"
SCRIPT_TEXTS = Path(__file__).parent / "translations" / "scripts.json"
CORE = (
    "app",
    "api",
    "complete",
    "dom",
    "live",
    "offline",
    "page",
    "queue",
    "text",
    "toast",
    "visit",
)
"""What app.js imports at once: told to the browser, so that it asks for all together.

Eleven and the stylesheet: browsers ask for six at a time, so that is two round trips.
"""
KEYWORDS: Mapping[str, Any] = {"t": None, "tn": (1, 2)}
"""The functions of text.js, as babel names what they take; None: one text."""
_PLURAL_SAMPLES = (1, 2)
"""Numbers of the two forms that English and German have."""


def register(app: Flask) -> None:
    """Give templates script_texts() and core_scripts."""
    app.jinja_env.globals["script_texts"] = script_texts
    app.jinja_env.globals["core_scripts"] = tuple(f"js/{name}.js" for name in CORE)


def script_texts() -> Mapping[str, str | list[str]]:
    """Return the translations of all texts of scripts; none are needed for English."""
    if language() == LANGUAGES[0]:
        return {}
    found: dict[str, str | list[str]] = {}
    for message in messages():
        if isinstance(message, str):
            found[message] = gettext(message)
        else:
            one, many = message
            found[one] = [ngettext(one, many, n) for n in _PLURAL_SAMPLES]
    return found


@functools.cache
def messages() -> tuple[str | tuple[str, str], ...]:
    """Return every text in the scripts; those with a plural as pairs."""
    listed = json.loads(SCRIPT_TEXTS.read_text("utf-8"))
    return tuple(one if isinstance(one, str) else (one[0], one[1]) for one in listed)

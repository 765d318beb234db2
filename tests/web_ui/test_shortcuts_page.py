"""The page of shortcuts tells those that the scripts have."""

from __future__ import annotations

import re
from pathlib import Path

import web_ui
from web_ui.pages.help import SHORTCUTS

SCRIPTS = Path(web_ui.__file__).parent / "static" / "js"
SHOWN = {"ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc"}


def test_page_of_shortcuts_has_the_keys_of_the_scripts() -> None:
    source = "\n".join(file.read_text("utf-8") for file in SCRIPTS.glob("*.js"))
    called = re.findall(r'\bshortcut\([^,"]*(?:\("[^"]*"\))?, "([^"]+)"', source)
    places = re.findall(r'\["(g \w)", t\(', source)
    there = {
        "+".join(SHOWN.get(key, key) for key in keys.split("+"))
        for keys in (*called, *places)
    }

    told = {" ".join(keys) for _group, rows in SHORTCUTS for keys, _name in rows}

    assert told == there
    assert len(there) > 20

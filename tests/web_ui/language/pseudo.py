"""A language in which every text is the English one in brackets: what has none escaped it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog

from web_ui import catalogues

if TYPE_CHECKING:
    from pathlib import Path

OPEN, CLOSE = "⟦", "⟧"
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
SKIPPED = frozenset(("script", "style", "code", "kbd", "datalist", "textarea"))
WORD = re.compile(r"[^\W\d_]{2,}")


def write(folder: Path, language: str, source: Catalog) -> None:
    """Write the catalogue of a language that is not one."""
    catalogue = Catalog(language, fuzzy=False)
    for message in source:
        if isinstance(message.id, str) and message.id:
            catalogue.add(message.id, f"{OPEN}{message.id}{CLOSE}")
        elif message.id:
            forms = tuple(f"{OPEN}{form}{CLOSE}" for form in message.id)
            catalogue.add(message.id, forms)
    target = folder / language / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(catalogues.as_mo(catalogue))


def escaped(page: str) -> set[str]:
    """Return the words of a page that a person sees or hears and that are in no brackets."""
    reader = _Reader()
    reader.feed(page)
    return {word for text in reader.found for word in WORD.findall(_outside(text))}


def _outside(text: str) -> str:
    depth, left = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        left.append(" " if depth or character == CLOSE else character)
    return "".join(left)


class _Reader(HTMLParser):
    """Collects texts; what is marked as of another language, or as code, is not read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._around: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        skipped = tag in SKIPPED or (tag != "html" and "lang" in known)
        if not (self._is_skipped or "lang" in known):
            self.found += [known[name] or "" for name in ATTRIBUTES if name in known]
        if tag not in VOID:
            self._around.append((tag, skipped))

    def handle_endtag(self, tag: str) -> None:
        while self._around and self._around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_skipped:
            self.found.append(data)

    @property
    def _is_skipped(self) -> bool:
        return any(skipped for _tag, skipped in self._around)

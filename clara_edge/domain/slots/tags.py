"""Tags as they are said and written."""

from __future__ import annotations

import re

from .spotted import EDGES, Spotted, phrase

_WRITTEN = re.compile(r"(?<![\w&#])#(?P<tag>[^\W\d_][\w-]*)")
_NAME = r"(?P<tag>[^\s,.;:!?#]+(?: (?!and\b|in\b|on\b|at\b|for\b|to\b|by\b|due\b|with\b)[^\s,.;:!?#]+)?)"
_SAID = phrase(
    r"(?:[\s,.;-]+|^)(?:and )?(?:tag(?:ged)?(?: (?:it|this|that))?(?: (?:as|with|under))?|"
    rf"hash\s?tag|with (?:the|a) tag(?: of)?) {_NAME}(?=[\s.,;!?]*$|,)"
)
_LEAD = phrase(r"^(?:hash\s?tag|tag(?:ged)?(?: (?:as|with))?|the tag) ")


def tag_of(words: str) -> str | None:
    """Return the bare name of a tag; None if there is none."""
    name = _LEAD.sub("", " ".join(words.split())).strip(EDGES + "#")
    return name or None


def find_tags(text: str) -> list[Spotted[str]]:
    """Return the tags that are written with "#" or said at the end, in their order."""
    found = [Spotted(m["tag"], m.start(), m.end()) for m in _WRITTEN.finditer(text)]
    said = _SAID.search(text)
    if said and not any(f.start < said.end() and said.start() < f.end for f in found):
        name = tag_of(said["tag"])
        if name:
            found.append(Spotted(name, said.start(), said.end()))
    return sorted(found, key=lambda each: each.start)

"""Content lines of iCalendar, sorted into components, with the lines where they began."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from icalendar.parser import Contentline, unescape_backslash

from .limits import MAX_LINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .gathering import Gathering

# VCALENDAR, VTODO, VALARM and no more; a VTIMEZONE nests once, too
_MAX_NESTING = 8
# most lines have no parameters, and the library looks at every character of them
_PLAIN_LINE = re.compile(r"([A-Za-z0-9-]+):")


@dataclass(frozen=True, slots=True)
class Property:
    """One content line."""

    where: str
    name: str
    value: str
    """As in the file, escapes and all."""
    parameters: Mapping[str, str]

    @property
    def text(self) -> str:
        """The value of a property of type TEXT."""
        return str(unescape_backslash(self.value))


@dataclass(slots=True)
class Part:
    """A component: its properties by name, and what is in it."""

    where: str
    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        """Return the text of a property; empty if there is none."""
        found = self.first(name)
        return "" if found is None else found.text


def read_parts(text: str, gathering: Gathering) -> Part:
    """Return a part that holds everything; lines that are none are reported."""
    root = Part("line 1", "")
    stack = [root]
    for where, line in _unfolded(text, gathering):
        found = _property(where, line, gathering)
        if found is None:
            continue
        if found.name == "BEGIN":
            part = Part(where, found.value.strip().upper())
            if len(stack) > _MAX_NESTING:
                gathering.reject(where, line, "components nest too deep")
            else:
                stack[-1].parts.append(part)
            stack.append(part)
        elif found.name == "END":
            _end(stack, found, gathering)
        else:
            stack[-1].properties.setdefault(found.name, []).append(found)
    for part in stack[1:]:
        gathering.reject(part.where, f"BEGIN:{part.name}", "it has no end")
    return root


def _end(stack: list[Part], found: Property, gathering: Gathering) -> None:
    name = found.value.strip().upper()
    if name not in {part.name for part in stack[1:]}:
        gathering.reject(found.where, f"END:{name}", "it has no beginning")
        return
    while (part := stack.pop()).name != name:
        gathering.reject(part.where, f"BEGIN:{part.name}", "it has no end")


def _unfolded(text: str, gathering: Gathering) -> Iterator[tuple[str, str]]:
    """Yield logical lines: those that begin with white space continue the one above."""
    begin, pieces = 1, [""]
    for number, raw in enumerate([*text.split("\n"), ""], 1):
        line = raw.removesuffix("\r")
        if line[:1] in {" ", "\t"}:
            pieces.append(line[1:])
            continue
        whole = "".join(pieces)
        if len(whole) > MAX_LINE_CHARS:
            reason = f"the line has {len(whole):,} characters, the limit is {MAX_LINE_CHARS:,}"
            gathering.reject(f"line {begin}", whole[:100], reason)
        elif whole.strip():
            yield f"line {begin}", whole
        begin, pieces = number, [line]


def _property(where: str, line: str, gathering: Gathering) -> Property | None:
    plain = _PLAIN_LINE.match(line)
    if plain is not None:
        return Property(where, plain[1].upper(), line[plain.end() :], {})
    try:
        name, parameters, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call]  # not annotated
    except ValueError:
        gathering.reject(where, line, "this is not a line of iCalendar")
        return None
    # a parameter of several values is of no use to tasks
    single = {
        key.upper(): given if isinstance(given, str) else given[0]
        for key, given in parameters.items()
    }
    return Property(where, name.upper(), value, single)

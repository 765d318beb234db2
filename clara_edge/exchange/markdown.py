"""Markdown checklists: "- [ ] title", nesting, headings; ours and those of other programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.tasks import Status

from .found import Found
from .gathering import Gathering
from .limits import MAX_DEPTH, MAX_LINE_CHARS
from .markdown_marks import marked_title, read_marks
from .source import made_id
from .structure import parents_first

if TYPE_CHECKING:
    from clara_edge.domain.snapshot import ImportPlan, Snapshot
    from clara_edge.domain.tasks import Task

    from .source import Source

_BOXES = {
    Status.TODO: " ",
    Status.IN_PROGRESS: "/",
    Status.COMPLETED: "x",
    Status.CANCELLED: "-",
}
_STATUSES = {
    **{box: status for status, box in _BOXES.items()},
    "X": Status.COMPLETED,
    "": Status.TODO,
}
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[(.?)\](?:[ \t]+|$))?(.*)")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)(?:[ \t]+#*)?$")
_UNDERLINE = re.compile(r"=+\s*|-{2,}\s*")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_TAB_COLUMNS = 4
_INDENT = "  "


def write_markdown(snapshot: Snapshot, source: Source) -> str:
    """Return a checklist: the inbox first, then a heading for every project."""
    del source
    by_project: dict[str | None, list[Task]] = {}
    for task in snapshot.tasks:
        by_project.setdefault(task.project_id, []).append(task)
    parts = ["".join(map(_item, parents_first(by_project.get(None, []))))]
    for project in snapshot.projects:
        tasks = by_project.get(project.id, [])
        if tasks:
            items = "".join(map(_item, parents_first(tasks)))
            parts.append(f"# {project.name}\n\n{items}")
    return "\n".join(part for part in parts if part)


def read_markdown(text: str, source: Source) -> ImportPlan:
    """Return the tasks of a checklist; every other line is reported."""
    gathering = Gathering(source)
    lines = text.split("\n")
    boxes = any((m := _ITEM.match(line)) and m[2] is not None for line in lines)
    reader = _Reader(gathering, boxes=boxes)
    first = _front_matter(lines)
    if first:
        gathering.reject("line 1", lines[0], "the front matter has no tasks")
    for number, line in enumerate(lines[first:], first + 1):
        reader.line(f"line {number}", line)
    reader.end()
    return gathering.plan()


def _front_matter(lines: list[str]) -> int:
    """Return how many lines at the beginning are properties between two "---"."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (i for i, line in enumerate(lines) if i and line.rstrip() in {"---", "..."})
    return next(ends, -1) + 1


def _item(placed: tuple[int, Task]) -> str:
    depth, task = placed
    indent = _INDENT * depth
    lines = [f"{indent}- [{_BOXES[task.status]}] {marked_title(task)}"]
    # "> " keeps notes that look like items, headings or nothing at all what they are
    if task.description:
        quoted = indent + _INDENT + ">"
        notes = task.description.split("\n")
        lines += [f"{quoted} {line}" if line else quoted for line in notes]
    return "\n".join(lines) + "\n"


class _Reader:
    """Knows under which heading and item the next line is."""

    def __init__(self, gathering: Gathering, *, boxes: bool) -> None:
        self._gathering = gathering
        self._boxes = boxes
        self._project: str | None = None
        self._open: list[tuple[int, Found]] = []
        self._found: list[Found] = []
        self._seen: dict[str, int] = {}
        self._fence: str | None = None
        self._last: tuple[str, str] | None = None

    def line(self, where: str, line: str) -> None:
        """Take one line."""
        if len(line) > MAX_LINE_CHARS:
            reason = f"the line has {len(line):,} characters, the limit is {MAX_LINE_CHARS:,}"
            self._gathering.reject(where, line[:100], reason)
            return
        if self._in_code(where, line):
            return
        heading = _HEADING.match(line)
        if heading:
            self._flush()
            self._begin_project(heading[1])
        elif not line.strip():
            self._flush()
        elif _UNDERLINE.fullmatch(line) and self._last is not None:
            self._begin_project(self._last[1])
        elif _RULE.fullmatch(line):
            self._flush()
        elif (item := _ITEM.match(line)) and (item[2] is not None or not self._boxes):
            self._flush()
            self._item(where, item)
        else:
            self._other(where, line)

    def end(self) -> None:
        """Hand in everything."""
        self._flush()
        for found in self._found:
            found.description = found.description.removesuffix("\n")
            read_marks(found, self._gathering)
            self._gathering.add(found)

    def _item(self, where: str, item: re.Match[str]) -> None:
        indent = len(item[1].expandtabs(_TAB_COLUMNS))
        while self._open and self._open[-1][0] >= indent:
            self._open.pop()
        title = item[3].strip()
        box = item[2] or ""
        if box not in _STATUSES:
            reason = "this box is not known; the task was taken as still to do"
            self._gathering.reject(where, f"[{box}] {title}", reason)
        if len(self._open) >= MAX_DEPTH:
            self._gathering.reject(where, title, f"it is more than {MAX_DEPTH} deep")
            return
        parent = self._open[-1][1] if self._open else None
        found = Found(where, self._identity(parent, title), title)
        found.parent_id = None if parent is None else parent.id
        found.project = self._project
        found.status = _STATUSES.get(box, Status.TODO)
        self._open.append((indent, found))
        self._found.append(found)

    def _identity(self, parent: Found | None, title: str) -> str:
        above = parent.id if parent else (self._project or "").casefold()
        key = f"{above}\0{title}"
        self._seen[key] = self._seen.get(key, 0) + 1
        name = self._gathering.source.name
        return made_id("markdown", name, key, str(self._seen[key]))

    def _other(self, where: str, line: str) -> None:
        """Take a line that is no item: notes of the item above if it is indented."""
        indent = len(line) - len(line.lstrip(" \t"))
        if indent and self._open:
            text = line.strip()
            if text.startswith(">"):
                text = line.lstrip(" \t")[1:].removeprefix(" ")
            found = self._open[-1][1]
            found.description += text + "\n"
            return
        self._flush()
        self._last = (where, line.strip())

    def _begin_project(self, name: str) -> None:
        self._last = None
        self._open = []
        self._project = name.strip() or None

    def _in_code(self, where: str, line: str) -> bool:
        fence = _FENCE.match(line)
        if self._fence is not None:
            if fence and line.strip().startswith(self._fence):
                self._fence = None
            return True
        if fence is None:
            return False
        self._fence = line.strip()[:3]
        self._gathering.reject(where, line, "this is code, not tasks")
        return True

    def _flush(self) -> None:
        """Report the last line of text; it was not the title of a heading."""
        if self._last is not None:
            self._gathering.reject(*self._last, "this is not an item of a checklist")
            self._last = None

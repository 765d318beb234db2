"""Clara's own JSON: complete, versioned, the only format that loses nothing."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import ValidationError

from clara_edge.domain.due import Due
from clara_edge.domain.errors import FileInvalidError
from clara_edge.domain.snapshot import ImportPlan, Snapshot

from .gathering import Gathering
from .json_records import (
    FORMAT,
    VERSION,
    DueRecord,
    Head,
    ProjectRecord,
    TagRecord,
    TaskRecord,
    TemplateRecord,
)
from .limits import MAX_TASKS
from .structure import sound_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from clara_edge.domain.tasks import Project, Tag, Task
    from clara_edge.domain.templates import Template

    from .source import Source

    Reject = Callable[[str, str, object], None]


# all of them are defaults of the records
_EMPTY: tuple[object, ...] = (None, "", [])


class _Valued(Protocol):
    @classmethod
    def model_validate(cls, obj: Any) -> Any: ...


_NamedT = TypeVar("_NamedT", "Project", "Tag", "Template")


def parse_json(text: str) -> Any:
    """Return what JSON text holds.

    Raises:
        FileInvalidError: it is not JSON, nests too deep, or has numbers that are none.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise FileInvalidError(
            f"line {error.lineno} is not JSON: {error.msg.lower()}",
            remedy="export the file again",
        ) from error
    except RecursionError as error:
        raise FileInvalidError(
            "the JSON nests too deep", remedy="export the file again"
        ) from error
    except ValueError as error:  # a number of thousands of digits, NaN
        reason = str(error).partition(":")[0].lower()
        raise FileInvalidError(
            f"the JSON has an unusable number: {reason}", remedy="export the file again"
        ) from error


def read_clara_json(text: str, source: Source) -> ImportPlan:
    """Return what the file brings.

    Raises:
        FileInvalidError: it is not Clara's JSON, or of another version.
    """
    head = _head(parse_json(text))
    gathering = Gathering(source)
    reject = gathering.reject
    projects, project_ids = _unique(_values("projects", ProjectRecord, head, reject))
    tags, _ = _unique(_values("tags", TagRecord, head, reject))
    templates, _ = _unique(_values("templates", TemplateRecord, head, reject))
    if len(head.tasks) > MAX_TASKS:
        raise FileInvalidError(
            f"the file has {len(head.tasks):,} tasks, the limit is {MAX_TASKS:,}"
        )
    placed = []
    for where, task in _values("tasks", TaskRecord, head, reject):
        placed.append((where, _in_project(where, task, project_ids, reject)))
    tasks = sound_tasks(placed, reject)
    return ImportPlan(
        Snapshot(projects=projects, tags=tags, tasks=tasks, templates=templates),
        gathering.plan().rejections,
    )


def write_clara_json(snapshot: Snapshot, source: Source) -> str:
    """Return everything, one task a line, so that versions of it can be compared."""
    parts = [
        f'"format": "{FORMAT}"',
        f'"version": {VERSION}',
        f'"exported_at": "{source.now.isoformat(timespec="seconds")}"',
    ]
    for name in ("projects", "tags", "tasks", "templates"):
        lines = ",\n".join(_line(item) for item in getattr(snapshot, name))
        parts.append(f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _line(item: object) -> str:
    return json.dumps(_plain(item), ensure_ascii=False, allow_nan=False)


def _plain(value: object) -> Any:
    """Return a value of the domain as JSON has it, without fields that say nothing."""
    if isinstance(value, Due):
        return DueRecord.of(value).model_dump(exclude_none=True)
    if dataclasses.is_dataclass(value):
        named = {
            f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)
        }
        return {name: item for name, item in named.items() if item not in _EMPTY}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _head(content: object) -> Head:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise FileInvalidError(
            f'this is not a JSON export of Clara: "format" is not "{FORMAT}"',
            remedy="name the format with --format",
        )
    version = content.get("version")
    if version != VERSION or isinstance(version, bool):
        raise FileInvalidError(
            f"the file is of version {ascii(version)[:20]}, this Clara reads version"
            f" {VERSION}",
            remedy="update Clara, or export from the older one again",
        )
    try:
        return Head.model_validate(content)
    except ValidationError as error:
        raise FileInvalidError(f"the file is damaged: {_reason(error)}") from error


def _values(
    name: str, record: type[_Valued], head: Head, reject: Reject
) -> Iterable[tuple[str, Any]]:
    """Yield the values of one list with where they are; report those that are none."""
    for index, raw in enumerate(getattr(head, name)):
        where = f"{name}[{index}]"
        try:
            yield where, record.model_validate(raw).value()
        except ValidationError as error:
            reject(where, _title(raw), _reason(error))
        except (ValueError, OverflowError, RecursionError) as error:
            reject(where, _title(raw), error)


def _unique(
    values: Iterable[tuple[str, _NamedT]],
) -> tuple[Sequence[_NamedT], dict[str, str]]:
    """Return values of different names, and under which id each id of the file is kept."""
    by_name: dict[str, _NamedT] = {}
    ids: dict[str, str] = {}
    for _, value in values:
        if value.id in ids:
            continue
        kept = by_name.setdefault(value.name.casefold(), value)
        ids[value.id] = kept.id
    return list(by_name.values()), ids


def _in_project(
    where: str, task: Task, project_ids: dict[str, str], reject: Reject
) -> Task:
    wanted = task.project_id
    if wanted is None or project_ids.get(wanted) == wanted:
        return task
    if wanted not in project_ids:
        reject(
            where, task.title, "its project is not in the file; it goes to the inbox"
        )
    return dataclasses.replace(task, project_id=project_ids.get(wanted))


def _reason(error: ValidationError) -> str:
    """Return the first problem with its field: pydantic's text, without its links."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    more = error.error_count() - 1
    also = f" (and {more} more)" if more else ""
    return f"{place}: {first['msg'].lower()}{also}" if place else first["msg"].lower()


def _title(raw: object) -> str:
    if isinstance(raw, dict):
        for key in ("title", "name", "id"):
            if isinstance(raw.get(key), str):
                return str(raw[key])
    return ascii(raw)[:100] if not isinstance(raw, dict | list) else type(raw).__name__


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")

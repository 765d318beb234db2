"""A conversation as JSON, checked against its types when it is read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from clara_edge.domain.assist.offer import Offer
from clara_edge.domain.conversation import Conversation, Listing, Pending
from clara_edge.domain.intents import Duration, Intent, Interpretation, Source
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import Ask, Grain, Relation, When

VERSION = 2
"""1, which was not written down, had neither questions with their readings nor dates."""

# The domain's modules import these for type checkers only.
_NAMES = {
    kind.__name__: kind
    for kind in (
        *(Conversation, Listing, Pending, Offer, Interpretation, Duration, When),
        *(Intent, Source, Priority, Ask, Grain, Relation, date, datetime),
    )
}


def written(conversation: Conversation) -> str:
    """Return a conversation as JSON."""
    state = {"version": VERSION} | asdict(conversation)
    return json.dumps(state, default=_iso)


def read(conversation_id: str, state: str) -> Conversation | None:
    """Read what any version of Clara may have written; None if it makes no sense.

    Fields that only another version knows are left out; what a later version wrote may
    mean something else, and is not read at all.
    """
    try:
        values = json.loads(state)
        if values.pop("version", 1) > VERSION:
            return None
        found = _dataclass(Conversation, values | {"id": conversation_id})
    except (
        *(AttributeError, KeyError, TypeError, ValueError),
        *(OverflowError, RecursionError),
    ):
        return None
    return found if isinstance(found, Conversation) else None


def _iso(moment: date) -> str:
    return moment.isoformat()


@lru_cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns=_NAMES)


def _value(kind: Any, value: Any) -> Any:
    """Return a JSON value as a type of a field, or raise TypeError or ValueError."""
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return _one_of(get_args(kind), value)
    if origin is tuple:
        return _tuple(get_args(kind), value)
    if kind in {date, datetime}:
        return _moment(kind, value)
    if is_dataclass(kind) or issubclass(kind, Enum):
        return _dataclass(kind, value) if is_dataclass(kind) else kind(value)
    return _plain(kind, value)


def _plain(kind: Any, value: Any) -> Any:
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind}")
    if kind is float and not isfinite(value):
        raise ValueError(f"{value!r} is no number")
    return value


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    if value is None and NoneType in kinds:
        return None
    for kind in sorted((k for k in kinds if k is not NoneType), key=_exactness):
        try:
            return _value(kind, value)
        except (TypeError, ValueError):
            continue
    raise TypeError(f"{value!r} is none of {kinds}")


def _exactness(kind: Any) -> int:
    """Try a day before a time: "2026-12-01" is both, "2026-12-01T00:00" is only one."""
    return 1 if kind is datetime else 0


def _tuple(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(kinds[0], each) for each in value)
    return tuple(_value(kind, each) for kind, each in zip(kinds, value, strict=True))


def _dataclass(kind: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no object")
    types = _types(kind)
    known = {each.name for each in fields(kind)}
    return kind(
        **{key: _value(types[key], each) for key, each in value.items() if key in known}
    )


def _moment(kind: Any, value: Any) -> date:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no date")
    moment: date = kind.fromisoformat(value)
    return moment

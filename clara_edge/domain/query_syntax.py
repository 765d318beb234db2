"""The text form of filters: `#home due:today -is:recurring milk`; see docs/filters.md."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from clara_edge.domain.errors import QueryInvalidError
from clara_edge.domain.query import (
    DATES,
    NONE,
    Condition,
    Field,
    Operator,
    Order,
    Part,
    Query,
    State,
)
from clara_edge.domain.query_days import days_of
from clara_edge.domain.tasks import Priority, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

MAX_CHARS = 1000
MAX_TERMS = 50
MAX_VALUES = 50

_SORT = "sort"
_SHORTHANDS = {"#": Field.TAG, "@": Field.PROJECT, "!": Field.PRIORITY}
_KEY = re.compile(r"([A-Za-z]+)(<=|>=|[:<>])(<=|>=|[<>])?", re.ASCII)
# a term: quoted pieces, in which a backslash keeps the next character, and others
_TERM = re.compile(r'(?s:"(?:[^"\\]|\\.)*"|[^\s"])+')
_QUOTED = re.compile(r'(?s)"((?:[^"\\]|\\.)*)"')
_PIECE = re.compile(rf'{_QUOTED.pattern}|([^,"]+)|(,)')
_ESCAPED = re.compile(r"(?s)\\(.)")
_PLAIN = re.compile(r'[^\s",\\]+')

_STATUSES: Mapping[str, tuple[str, ...]] = {
    **{status.value: (status.value,) for status in Status},
    "doing": (Status.IN_PROGRESS,),
    "done": (Status.COMPLETED,),
    "open": (Status.TODO, Status.IN_PROGRESS),
    "any": tuple(Status),
}
_NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.STATUS: tuple(_STATUSES),
    Field.PRIORITY: tuple(Priority),
    Field.IS: tuple(State),
    Field.HAS: tuple(Part),
}


def parse_query(text: str, now: datetime) -> Query:
    """Read a filter; words for days are replaced by the days that they mean now.

    Args:
        text: terms separated by blanks, all of which must hold.
        now: aware, local: its zone says when days begin.

    Raises:
        QueryInvalidError: a term cannot be read; it is named.
    """
    query = Query(now=now)
    words: list[str] = []
    for term in _terms(text):
        negated, body = _negation(term)
        key = _key(body)
        if key is not None and key[0] == _SORT:
            order, backwards = _sorting(body, negated=negated)
            query = replace(query, order=order, reverse=backwards)
        elif key is None and not negated and body[0] not in _SHORTHANDS:
            words += _unquoted(body).split()
        else:
            condition = _condition(body, key, now, negated=negated)
            query = replace(query, conditions=(*query.conditions, condition))
    return replace(query, text=" ".join(words))


def format_query(query: Query) -> str:
    """Write a filter so that parse_query() reads the same."""
    terms = [_written(condition) for condition in query.conditions]
    terms += [_quoted(word, bare=True) for word in query.text.split()]
    if query.order is not Order.NATURAL or query.reverse:
        terms.append(f"{_SORT}:{'-' if query.reverse else ''}{query.order}")
    return " ".join(terms)


def _terms(text: str) -> list[str]:
    if len(text) > MAX_CHARS:
        raise QueryInvalidError(
            f"a filter of {len(text):,} characters is too long",
            remedy=f"use at most {MAX_CHARS:,}",
        )
    if len(_TERM.sub("", text).split()) > 0:
        raise QueryInvalidError(
            f"the filter {text[:40]!r} has a quotation mark that is not closed",
            remedy='close it, or write \\" inside quotation marks',
        )
    terms = _TERM.findall(text)
    if len(terms) > MAX_TERMS:
        raise QueryInvalidError(
            f"a filter of {len(terms):,} terms is too long",
            remedy=f"use at most {MAX_TERMS}",
        )
    return terms


def _negation(term: str) -> tuple[bool, str]:
    for sign in ("-", "not:"):
        if term.startswith(sign) and len(term) > len(sign):
            return True, term[len(sign) :]
    return False, term


def _key(body: str) -> tuple[str, Operator, int] | None:
    """Return the key in lower case, the operator and where the values begin."""
    match = _KEY.match(body)
    if match is None:
        return None
    # `due:<today` says the same as `due<today`
    sign = match[3] if match[2] == ":" and match[3] else match[2]
    end = match.end() if match[2] == ":" or not match[3] else match.end(2)
    return match[1].lower(), Operator(sign), end


def _condition(
    body: str, key: tuple[str, Operator, int] | None, now: datetime, *, negated: bool
) -> Condition:
    field, operator, start = Field.TEXT, Operator.EQUAL, 0
    if key is not None:
        field, operator, start = _field(key[0]), key[1], key[2]
    elif body[0] in _SHORTHANDS:
        field, start = _SHORTHANDS[body[0]], 1
    values = list(_values(body[start:])) if key or start else [_unquoted(body)]
    _check_values(body, field, operator, values)
    meant = dict.fromkeys(
        value for given in values for value in _meant(field, operator, given, now)
    )
    return Condition(field, tuple(meant), operator, negated)


def _field(name: str) -> Field:
    try:
        return Field(name)
    except ValueError as error:
        known = [*Field, _SORT]
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}, or" if near else f"use {', '.join(known)}, or"
        raise QueryInvalidError(
            f"there is no filter {name[:40]!r}",
            remedy=f"{hint} put the term in quotation marks to search for it as text",
        ) from error


def _check_values(
    body: str, field: Field, operator: Operator, values: list[str]
) -> None:
    if not values or not all(values):
        raise QueryInvalidError(
            f"the term {body[:40]!r} has no value", remedy=f"write it as in {field}:…"
        )
    if len(values) > MAX_VALUES:
        raise QueryInvalidError(
            f"the term {body[:40]!r} has {len(values)} values",
            remedy=f"use at most {MAX_VALUES}",
        )
    if operator is Operator.EQUAL:
        return
    if field not in DATES | {Field.PRIORITY}:
        raise QueryInvalidError(
            f"{field} cannot be compared with {operator.value!r} in {body[:40]!r}",
            remedy=f"write {field}:{values[0][:40]}",
        )
    if len(values) > 1:
        raise QueryInvalidError(
            f"{operator.value!r} compares with one value, {body[:40]!r} has "
            f"{len(values)}",
            remedy="give one",
        )


def _meant(
    field: Field, operator: Operator, value: str, now: datetime
) -> tuple[str, ...]:
    """Return what a value stands for, as Condition has it."""
    if field in DATES:
        return (days_of(field, operator, value, now),)
    if field in _NAMES:
        name = _one_of(field, value)
        return _STATUSES[name] if field is Field.STATUS else (name,)
    if field is Field.TEXT:
        return (" ".join(value.split()),)
    return (NONE if value.lower() == NONE else value,)


def _one_of(field: Field, value: str) -> str:
    lower = value.lower().replace("-", "_")
    names = _NAMES[field]
    if lower in names:
        return lower
    near = get_close_matches(lower, names, n=1)
    hint = f"did you mean {field}:{near[0]}?" if near else ""
    raise QueryInvalidError(
        f"there is no {field}:{value[:40]}",
        remedy=hint or f"there are {', '.join(names)}",
    )


def _sorting(body: str, *, negated: bool) -> tuple[Order, bool]:
    raw = _unquoted(body.partition(":")[2])
    name = raw.removeprefix("-").lower()
    if negated or name not in list(Order):
        near = get_close_matches(name, list(Order), n=1)
        raise QueryInvalidError(
            f"there is no order {body[:40]!r}",
            remedy=f"did you mean {_SORT}:{near[0]}?"
            if near
            else f"there are {', '.join(Order)}; {_SORT}:-due is the reverse",
        )
    return Order(name), raw.startswith("-")


def _values(text: str) -> Iterator[str]:
    """Yield what the commas outside quotation marks part."""
    if not text:
        return
    value = ""
    for quoted, plain, comma in _PIECE.findall(text):
        if comma:
            yield value.strip()
            value = ""
        value += _ESCAPED.sub(r"\1", quoted) + plain
    yield value.strip()


def _unquoted(text: str) -> str:
    return _QUOTED.sub(lambda match: _ESCAPED.sub(r"\1", match[1]), text).strip()


def _written(condition: Condition) -> str:
    values = ",".join(_quoted(value) for value in condition.values)
    sign = "" if condition.operator is Operator.EQUAL else condition.operator.value
    return f"{'-' if condition.negated else ''}{condition.field}:{sign}{values}"


def _quoted(value: str, *, bare: bool = False) -> str:
    """Quote a value if it needs it; a bare word also where it would be read as a term."""
    plain = _PLAIN.fullmatch(value) is not None
    special = value[:1] in {"-", *_SHORTHANDS} or _key(value) is not None
    starts_operator = value[:1] in {"<", ">"}
    if plain and not (bare and special) and not starts_operator:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""What was said and when: lines of standard input, --now and --tz."""

from __future__ import annotations

import json
import sys
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from clara_edge.domain.errors import InputInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterator


def clock_now(now: str | None, tz: str | None) -> datetime:
    """Return the time that --now and --tz tell, or that of this machine.

    Raises:
        click.BadParameter: the time or the zone is none.
    """
    from clara_edge.config.clock import SystemClock

    clock = SystemClock(_zone(tz))
    return clock.now() if now is None else _now_option(now, clock.now().tzinfo)


def said(usual_now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield each line of standard input and when it was said.

    A line may be plain words or a JSON object {"text": …, "now": …}. A line that begins
    like an object and is none is told on standard error and yielded as no words.

    Raises:
        InputInvalidError: after the last line, if there was such a line.
    """
    wrong: list[InputInvalidError] = []
    # bytes, because a line may hold anything, and one answer must follow each line
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            text, said_at = _utterance(raw.decode(errors="replace"), number)
            zone = usual_now.tzinfo
            at = usual_now if said_at is None else _time(said_at, zone, number)
        except InputInvalidError as error:
            if wrong:
                click.echo(f"clara: error: {wrong[-1]}", err=True)
            wrong.append(error)
            text, at = "", usual_now
        yield text, at
    if wrong:
        raise wrong[-1]


def answer(reading: dict[str, Any]) -> None:
    """Print one JSON object at once."""
    # a lone surrogate has no UTF-8 form; \udXXX is its JSON form
    line = json.dumps(reading, ensure_ascii=False) + "\n"
    sys.stdout.buffer.write(line.encode(errors="backslashreplace"))
    sys.stdout.buffer.flush()


def _utterance(line: str, number: int) -> tuple[str, str | None]:
    """Return the text of a line and when it was said, if the line tells."""
    line = line.rstrip("\r\n")
    if not line.lstrip().startswith("{"):
        return line, None
    try:
        given = json.loads(line)
    # RecursionError: thousands of brackets
    except (ValueError, RecursionError) as error:
        raise InputInvalidError(
            f"line {number} starts like a JSON object and is none: {error}",
            remedy='write {"text": "…"} or plain words',
        ) from error
    text, said_at = given.get("text"), given.get("now")
    if not isinstance(text, str) or not isinstance(said_at, str | None):
        raise InputInvalidError(
            f'line {number} needs a "text" and may have a "now", both strings',
            remedy='write {"text": "…", "now": "2026-12-01T09:00"}',
        )
    return text, said_at


def _time(value: str, zone: tzinfo | None, number: int) -> datetime:
    try:
        return _aware(value, zone)
    # OverflowError: no such year in the zone that is meant
    except (ValueError, OverflowError) as error:
        raise InputInvalidError(
            f'line {number}: "now" is {value!r}, which is not an ISO 8601 time',
            remedy="write it like 2026-12-01T09:00",
        ) from error


def _now_option(value: str, zone: tzinfo | None) -> datetime:
    try:
        return _aware(value, zone)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not an ISO 8601 time like 2026-12-01T09:00",
            param_hint="--now",
        ) from error


def _aware(value: str, zone: tzinfo | None) -> datetime:
    """Read a time; without an offset it is local, in the zone."""
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=zone) if time.tzinfo is None else time.astimezone(zone)


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.BadParameter(
            f"there is no time zone {name!r}", param_hint="--tz"
        ) from error

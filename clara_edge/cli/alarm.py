"""`clara alarm`: what rings when, and switching it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.clocks import chosen, open_clocks
from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.domain.alarm_times import switched
from clara_edge.domain.timekeeping import next_ring

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.cli.main import CliState
    from clara_edge.domain.timekeeping import Alarm

numbers_argument = click.argument("numbers", nargs=-1, required=True, metavar="NUMBER…")


@click.group()
def alarm() -> None:
    """Show, switch and delete alarms; `clara ask "wake me at seven"` sets one."""


@alarm.command("list")
@json_option
@click.pass_obj
def list_(state: CliState, /, as_json: bool) -> None:
    """Show the alarms, also those that are off or over."""
    with open_clocks(state) as session:
        alarms = session.keeping.alarms()
        if as_json:
            print_json([_object(each, session.speaker.now) for each in alarms])
            return
        if not alarms:
            click.echo("no alarm is set")
            hint('\nset one: clara ask "wake me at seven"')
            return
        from clara_edge.dialogue.replies.alarm_wording import table

        click.echo(table(alarms, session.speaker))


@alarm.command()
@numbers_argument
@json_option
@click.pass_obj
def cancel(state: CliState, numbers: tuple[str, ...], as_json: bool) -> None:
    """Delete alarms; `clara task undo` brings them back."""
    with open_clocks(state) as session:
        found = chosen(numbers, session.keeping.alarms(), "alarm")
        gone = session.keeping.delete_alarms([each.id for each in found])
        if as_json:
            print_json([_object(each, session.speaker.now) for each in gone])
            return
        click.echo(f"deleted {len(gone)} alarm{'' if len(gone) == 1 else 's'}")


@alarm.command("on")
@numbers_argument
@json_option
@click.pass_obj
def on_(state: CliState, /, numbers: tuple[str, ...], as_json: bool) -> None:
    """Let alarms ring; one that is over rings when its time comes next."""
    _switch(state, numbers, on=True, as_json=as_json)


@alarm.command("off")
@numbers_argument
@json_option
@click.pass_obj
def off_(state: CliState, /, numbers: tuple[str, ...], as_json: bool) -> None:
    """Let alarms rest until they are switched on."""
    _switch(state, numbers, on=False, as_json=as_json)


def _switch(
    state: CliState, numbers: tuple[str, ...], *, on: bool, as_json: bool
) -> None:
    with open_clocks(state) as session:
        found = chosen(numbers, session.keeping.alarms(), "alarm")
        rule = partial(switched, on=on)
        alarms = session.keeping.change_alarms([each.id for each in found], rule)
        if as_json:
            print_json([_object(each, session.speaker.now) for each in alarms])
            return
        from clara_edge.dialogue.replies.alarm_wording import table

        click.echo(table(alarms, session.speaker))


def _object(alarm: Alarm, now: datetime) -> dict[str, Any]:
    ring = next_ring(alarm, now)
    return {
        "number": alarm.number,
        "id": alarm.id,
        "name": alarm.name,
        "time": f"{alarm.time:%H:%M}",
        "day": alarm.day.isoformat(),
        "repeats": alarm.rule,
        "on": alarm.enabled,
        "next": None if ring is None else ring.isoformat(timespec="minutes"),
    }

"""`clara timer`: what runs, and cancelling it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.clocks import chosen, open_clocks
from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.domain.timekeeping import left

if TYPE_CHECKING:
    from datetime import datetime

    from clara_edge.cli.main import CliState
    from clara_edge.domain.timekeeping import Timer


@click.group()
def timer() -> None:
    """Show and cancel timers; `clara ask "set a timer for ten minutes"` sets one."""


@timer.command("list")
@json_option
@click.pass_obj
def list_(state: CliState, /, as_json: bool) -> None:
    """Show the timers, the next to end first."""
    with open_clocks(state) as session:
        timers = session.keeping.timers()
        if as_json:
            print_json([_object(each, session.speaker.now) for each in timers])
            return
        if not timers:
            click.echo("no timer is running")
            hint('\nset one: clara ask "set a timer for ten minutes"')
            return
        from clara_edge.dialogue.replies.timer_wording import table

        click.echo(table(timers, session.speaker))


@timer.command()
@click.argument("numbers", nargs=-1, metavar="NUMBER…")
@click.option("--all", "every", is_flag=True, help="All of them.")
@json_option
@click.pass_obj
def cancel(
    state: CliState, numbers: tuple[str, ...], every: bool, as_json: bool
) -> None:
    """Cancel timers; `clara task undo` brings them back."""
    if not numbers and not every:
        raise click.UsageError("name the numbers of timers, or --all")
    with open_clocks(state) as session:
        timers = session.keeping.timers()
        found = list(timers) if every else chosen(numbers, timers, "timer")
        gone = session.keeping.cancel_timers([each.id for each in found])
        if as_json:
            print_json([_object(each, session.speaker.now) for each in gone])
            return
        click.echo(f"cancelled {len(gone)} timer{'' if len(gone) == 1 else 's'}")


def _object(timer: Timer, now: datetime) -> dict[str, Any]:
    return {
        "number": timer.number,
        "id": timer.id,
        "name": timer.name,
        "state": str(timer.state),
        "duration_s": timer.duration.total_seconds(),
        "left_s": round(left(timer, now).total_seconds(), 1),
        "ends_at": None
        if timer.ends_at is None
        else timer.ends_at.astimezone(now.tzinfo).isoformat(timespec="seconds"),
    }

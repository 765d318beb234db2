"""`clara when`: expressions of dates and times in, one JSON object each out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.said import answer, clock_now, said

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.domain.when import When


@click.command()
@click.option("--now", metavar="ISO", help="The time at which the words were said.")
@click.option("--tz", metavar="ZONE", help="Time zone, for example Europe/Berlin.")
@click.pass_obj
def when(state: CliState, now: str | None, tz: str | None) -> None:
    """Read dates, times and repetitions from standard input; print what they mean.

    One expression a line, or a sentence that holds one, or a JSON object {"text": …,
    "now": …}, whose "now" wins over --now; one JSON object each is printed.
    """
    from clara_edge.config.vague_words import use_hours
    from clara_edge.domain.when import best

    use_hours(state.config.when)
    for text, at in said(clock_now(now, tz)):
        answer(as_object(best(text, at)))


def as_object(when: When | None) -> dict[str, Any]:
    """Return the stable JSON form: every key is always there, absent is null."""
    from clara_edge.domain.when import When, iso

    when = when or When("")
    return {
        "text": when.text or None,
        "at": iso(when.at),
        "end": iso(when.end),
        "grain": when.grain,
        "recurrence": when.recurrence,
        "duration_s": when.duration_s,
        "relation": when.relation,
        "alternatives": [iso(other) for other in when.alternatives] or None,
        "ask": when.ask,
    }

"""Options and arguments that several commands share, with what a shell offers for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.task import offers
from clara_edge.domain.tasks import Priority

if TYPE_CHECKING:
    from collections.abc import Callable

_Decorator = Any

json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document for programs."
)
numbers_argument = click.argument(
    "numbers",
    nargs=-1,
    required=True,
    metavar="NUMBER…",
    shell_complete=offers.tasks,
)
priority_option = click.option(
    "--priority",
    "-p",
    type=click.Choice([p.value for p in Priority], case_sensitive=False),
    help="How much it matters.",
)
project_option = click.option(
    "--project",
    metavar="NAME",
    shell_complete=offers.projects,
    help="Made if there is none of this name.",
)


def value_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for the values of a task; they arrive as one dictionary with others."""
    for option in reversed(_VALUES):
        command = option(command)
    return command


_VALUES: tuple[_Decorator, ...] = (
    project_option,
    priority_option,
    click.option("--due", metavar="WHEN", help='"fri 14:30", tomorrow, 2026-12-01.'),
    click.option("--start", metavar="DAY", help="Not worth looking at before."),
    click.option("--estimate", metavar="SPAN", help="How long it takes: 30m, 1h30."),
    click.option(
        "--tag",
        "-t",
        "tags",
        multiple=True,
        metavar="TAG",
        shell_complete=offers.tags,
        help="May be given several times.",
    ),
    click.option(
        "--remind",
        multiple=True,
        metavar="WHEN",
        help='10m before it is due, or "2026-12-01 08:00"; several times.',
    ),
    click.option(
        "--repeat", metavar="RULE", help='"every last friday", or an RFC 5545 RRULE.'
    ),
    click.option(
        "--parent",
        metavar="NUMBER",
        shell_complete=offers.tasks,
        help="The task that it is a part of.",
    ),
    click.option("--notes", metavar="TEXT", help="- reads them from standard input."),
)

"""The terminal: plain when it is none or NO_COLOR is set; its width is respected."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WIDTH_ELSEWHERE = 160


def console() -> Console:
    """Return a console that prints text as it is: no markup, no emoji names."""
    from rich.console import Console

    given = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(
        width=None if given else _WIDTH_ELSEWHERE,
        color_system=None if is_plain() else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )


def print_table(table: Table, *, indent: int = 0) -> None:
    """Print a table at the width of the terminal, without trailing blanks."""
    out = console()
    out.width -= indent
    with out.capture() as captured:
        out.print(table)
    for row in captured.get().splitlines():
        click.echo(" " * indent + row.rstrip(), color=not is_plain())


def is_plain() -> bool:
    """Whether nothing but text may be printed (no-color.org)."""
    return bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()


def hint(text: str) -> None:
    """Print the next sensible command as a quiet line."""
    click.echo(text if is_plain() else click.style(text, dim=True))

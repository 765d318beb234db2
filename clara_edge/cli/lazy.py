"""A group of commands that imports one only when it runs."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """A group that knows its commands' names and imports them on use."""

    def __init__(
        self, *, table: Mapping[str, tuple[str, str]], **attributes: Any
    ) -> None:
        """Use a table of name -> (module:attribute, help)."""
        super().__init__(**attributes)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return one command."""
        if cmd_name not in self._table:
            return None
        module, attribute = self._table[cmd_name][0].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table is ours
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest commands when there is none of this name."""
        name = args[0]
        unknown = name not in self._table and not name.startswith("-")
        if unknown and not ctx.resilient_parsing and not self.get_command(ctx, name):
            near = get_close_matches(name, self._table)
            meant = " or ".join(repr(n) for n in near)
            remedy = (
                f"did you mean {meant}" if near else f"see {ctx.command_path} --help"
            )
            ctx.fail(f"there is no command {name[:40]!r}; {remedy}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, text) for name, (_, text) in self._table.items()]
            )

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[CompletionItem]:
        """Offer the commands without importing them."""
        named = [
            CompletionItem(name, help=text)
            for name, (_, text) in self._table.items()
            if name.startswith(incomplete)
        ]
        # past Group, which would import every command for its help
        return named + click.Command.shell_complete(self, ctx, incomplete)

"""`clara completion`: the script that makes a shell complete Clara's commands and tasks."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, add_completion_class

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem, ShellComplete

VARIABLE = "_CLARA_COMPLETE"
"""What click looks for when the program is called clara."""
_NEEDS_QUOTING = re.compile(r"([^\w@%+=:,./-])")


class QuotingBash(BashComplete):
    """bash inserts what it is given: a name with a blank would become two words."""

    def format_completion(self, item: CompletionItem) -> str:
        """Escape what the shell would read as its own, unless a quotation is open."""
        words = os.environ.get("COMP_WORDS", "").split("\n")
        value = item.value
        if words[-1][:1] not in {"'", '"'}:
            # twice, because the script's `read` takes one away
            value = _NEEDS_QUOTING.sub(r"\\\\\1", value)
        return f"{item.type},{value}"


def answer_shells() -> None:
    """Prepare for what a shell asks."""
    add_completion_class(QuotingBash)


@click.command(
    epilog="""\b
bash: clara completion bash > ~/.local/share/bash-completion/completions/clara
zsh:  clara completion zsh > a file _clara in a folder of $fpath
fish: clara completion fish > ~/.config/fish/completions/clara.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, task numbers, projects, tags and filters."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click has these three
    root = context.find_root().command
    click.echo(_script(found(root, {}, "clara", VARIABLE)))


def _script(complete: ShellComplete) -> str:
    # not source(): for bash that runs bash, to ask for its version
    return complete.source_template % complete.source_vars()

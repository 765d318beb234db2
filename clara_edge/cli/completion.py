"""`clara completion`: the script that makes a shell complete Clara's commands and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import ShellComplete

_VARIABLE = "_CLARA_COMPLETE"
"""What click looks for when the program is called clara."""


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
    click.echo(_script(found(root, {}, "clara", _VARIABLE)))


def _script(complete: ShellComplete) -> str:
    # not source(): for bash that runs bash, to ask for its version
    return complete.source_template % complete.source_vars()

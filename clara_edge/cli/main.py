"""The `clara` command: global options, lazy subcommands, one way to report errors."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clara_edge import __version__
from clara_edge.cli import announce
from clara_edge.cli.lazy import LazyGroup
from clara_edge.cli.streams import drop_output, use_streams
from clara_edge.config.logs import setup_logging
from clara_edge.domain.errors import ClaraError

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.config.sources import Sources

# name -> module:attribute, help; a module is imported only when its command runs,
# because the speech stack takes half a second to import.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("clara_edge.cli.run:run", "Start Clara here in the foreground."),
    "ask": ("clara_edge.cli.ask:ask", "Type one command or question."),
    "say": ("clara_edge.cli.say:say", "Speak a text, or write it to a WAV file."),
    "hear": ("clara_edge.cli.hear:hear", "Feed a recording to the voice pipeline."),
    "task": ("clara_edge.cli.task:task", "Add, find, change and complete tasks."),
    "project": ("clara_edge.cli.project:project", "Lists that tasks belong to."),
    "timer": ("clara_edge.cli.timer:timer", "Show and cancel timers."),
    "alarm": ("clara_edge.cli.alarm:alarm", "Show, switch and delete alarms."),
    "template": ("clara_edge.cli.template:template", "Task trees to use again."),
    "parse": ("clara_edge.cli.parse:parse", "Show how utterances are understood."),
    "when": ("clara_edge.cli.when:when", "Show what dates and times mean."),
    "status": ("clara_edge.cli.status:status", "Show how the voice daemon is doing."),
    "listen": ("clara_edge.cli.daemon:listen", "Open the microphone, no wake word."),
    "stop": ("clara_edge.cli.daemon:stop", "Stop what is being said."),
    "restart": (
        "clara_edge.cli.daemon:restart",
        "Start the voice service again.",
    ),
    "mute": ("clara_edge.cli.daemon:mute", "Switch the microphone off or on."),
    "volume": ("clara_edge.cli.daemon:volume", "Show or set the volume."),
    "events": ("clara_edge.cli.daemon:events", "Follow what the daemon does."),
    "import": (
        "clara_edge.cli.exchange:import_tasks",
        "Bring tasks in from a file.",
    ),
    "export": (
        "clara_edge.cli.exchange:export_tasks",
        "Write tasks to a file.",
    ),
    "models": ("clara_edge.cli.models:models", "List, pull and check model packs."),
    "doctor": ("clara_edge.cli.doctor:doctor", "Find out what is wrong."),
    "bench": ("clara_edge.cli.bench:bench", "Measure every stage here."),
    "backup": ("clara_edge.cli.backup:backup", "Back up the tasks, list backups."),
    "restore": ("clara_edge.cli.restore:restore", "Go back to a backup."),
    "completion": ("clara_edge.cli.completion:completion", "Complete on Tab."),
    "pair": ("clara_edge.cli.pair:pair", "Make a code that pairs a browser."),
    "devices": ("clara_edge.cli.devices:devices", "Who is paired; turn them away."),
    "config": ("clara_edge.cli.config:config", "Show, check and change the settings."),
}


@dataclass
class CliState:
    """What the global options say; passed to every command."""

    file: Path | None = None
    overrides: tuple[str, ...] = ()
    debug: bool = False

    @cached_property
    def config(self) -> Config:
        """The effective configuration, or ConfigInvalidError with every problem."""
        from clara_edge.config.clock import use_zone
        from clara_edge.config.vague_words import use_hours

        config = self.sources.load().config
        use_zone(config.locale.zone)
        use_hours(config.when)
        return config

    @cached_property
    def sources(self) -> Sources:
        """Where the configuration comes from."""
        from clara_edge.config.sources import Sources

        return Sources(self.file, self.overrides)

    @cached_property
    def folders(self) -> Folders:
        """Where Clara's files are."""
        from clara_edge.config.folders import resolve_folders

        return resolve_folders(self.config.paths)


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="clara")
@click.option(
    "--config",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read this file after the usual ones.",
)
@click.option(
    "-o",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting, for example -o audio.input=Jabra.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks and debug logs.")
@click.pass_context
def cli(
    context: click.Context, file: Path | None, overrides: tuple[str, ...], debug: bool
) -> None:
    """Clara Edge: speak or type your tasks; nothing leaves the house."""
    state = CliState(file=file, overrides=overrides, debug=debug)
    context.obj = state
    if context.invoked_subcommand in announce.COMMANDS:
        context.call_on_close(
            lambda: announce.tell_announcements(state.folders.database)
        )


def main() -> None:
    """Run the command line; exit 1 on a failure, 2 on wrong usage."""
    use_streams()
    debug = "--debug" in sys.argv
    # a failure is told once, by the error; commands that run for long log more
    setup_logging("DEBUG" if debug else "ERROR", sys.stderr)
    if "_CLARA_COMPLETE" in os.environ:
        from clara_edge.cli.completion import answer_shells

        answer_shells()
    try:
        cli.main(standalone_mode=True)
    except ClaraError as error:
        if debug:
            raise
        click.echo(f"clara: error: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        drop_output()
        reason = error.strerror or str(error)
        click.echo(f"clara: error: {reason[:1].lower()}{reason[1:]}", err=True)
        sys.exit(1)

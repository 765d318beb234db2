#!/usr/bin/env python3
# ruff: noqa: S603, T201 - a script that runs Clara's own commands
"""Draw docs/images/terminal.svg and tasks.svg: real sessions in homes of their own, on the installed models.

Run it with .venv/bin/python; it takes half a minute and changes nothing outside a temporary folder.
With the name of a picture it draws only that one.
The commands run one after another on a pseudo terminal; the picture holds what they print, with the
temporary home written as "~".
"""

from __future__ import annotations

import fcntl
import io
import os
import pty
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from clara_edge.config.folders import resolve_folders
from clara_edge.config.load import load_config

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path(__file__).parent
COLUMNS = 84
SESSION = (
    'clara ask "add buy milk to my shopping list"',
    'clara say "Hey Jarvis, put bread on my shopping list." --out request.wav',
    "clara hear request.wav",
    'clara ask "what is on my shopping list"',
    "clara status",
)
TASKS = (
    'clara task add Call the dentist --due "+2d 14:30" -p urgent -t phone --remind 1h',
    'clara task add Water the plants --due today --repeat "every 3 days" --project Home',
    "clara task add Pay the rent --due -2d -p high --project Home",
    "clara task add Move house --due +30d --project Home",
    "clara task subtask 4 Pack the books",
    "clara task list --tree",
    "clara task done 2",
    "clara task search dentsit",
    "clara task undo",
)
PICTURES = {"terminal.svg": SESSION, "tasks.svg": TASKS}
# text on background: at least 4.5:1
THEME = TerminalTheme(
    (19, 19, 22),
    (236, 236, 241),
    [
        (19, 19, 22),
        (255, 138, 128),
        (129, 199, 132),
        (251, 191, 36),
        (139, 141, 248),
        (206, 147, 216),
        (128, 222, 234),
        (236, 236, 241),
    ],
)
# Rich's own frame asks a server for its font
FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img"
 aria-label="A terminal session with Clara">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
 font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


def main() -> None:
    """Draw the pictures that were asked for, all by default."""
    for name in sys.argv[1:] or PICTURES:
        draw(PICTURES[name], FOLDER / name)


def draw(session: Sequence[str], target: Path) -> None:
    """Run a session and draw it."""
    models = resolve_folders(load_config().paths).models
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    with tempfile.TemporaryDirectory() as home:
        for command in session:
            print(f"$ {command}", file=sys.stderr)
            console.print(Text.assemble(("$ ", "dim"), (command, "bold")))
            output = run(command, Path(home), models).replace(home, "~")
            console.print(Text.from_ansi(output.rstrip()), soft_wrap=False)
            console.print()
    picture = console.export_svg(
        title="Clara", theme=THEME, code_format=FORMAT, unique_id="clara"
    )
    lines = [line.rstrip() for line in picture.splitlines()]
    target.write_text("\n".join(line for line in lines if line) + "\n", "utf-8")


def run(command: str, home: Path, models: Path) -> str:
    """Return what a command prints on a terminal."""
    program = Path(sys.executable).with_name(shlex.split(command)[0])
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CLARA_", "XDG_"))}
    environment = kept | {
        "HOME": str(home),
        "CLARA_PATHS__MODELS": str(models),
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
    }
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, COLUMNS, 0, 0))
    with subprocess.Popen(
        [program, *shlex.split(command)[1:]],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=home,
        env=environment,
    ) as process:
        os.close(theirs)
        output = b"".join(iter(lambda: read(ours), b""))
    os.close(ours)
    text = output.decode().replace("\r\n", "\n")
    if process.returncode != 0:
        sys.exit(f"{command} ended with status {process.returncode}:\n{text}")
    return text


def read(terminal: int) -> bytes:
    """Return the next output; nothing at the end, which Linux reports as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


if __name__ == "__main__":
    main()

"""One line about a long command: a bar on a terminal, a line every few seconds elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, TextIO

from setup_steps.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_NINJA = re.compile(r"^\s*\[(\d+)/(\d+)\]\s+(.*)$")
_PIP = re.compile(
    r"^\s*(Collecting|Downloading|Using cached|Building wheel for)\s+(\S+)"
)
_BAR_WIDTH = 28
_PLAIN_EVERY_S = 5.0
_TAIL_LINES = 15


def parse_ninja(line: str) -> tuple[int, int, str] | None:
    """Return (done, total, what) from a line such as "[3/120] Building CXX object x.o"."""
    match = _NINJA.match(line)
    if match is None or not int(match[2]):
        return None
    return int(match[1]), int(match[2]), match[3].strip()


def parse_pip(line: str) -> str | None:
    """Return what pip is doing, in a few words, where a line tells."""
    match = _PIP.match(line)
    if match is None:
        return None
    name = match[2].rsplit("/", 1)[-1]
    return f"{match[1].lower()} {name}"


class Meter:
    """Draws how far a command is."""

    def __init__(
        self,
        label: str,
        out: TextIO = sys.stderr,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._label = label
        self._out = out
        self._clock = clock
        self._start = clock()
        self._drawn_at = float("-inf")
        self._live = out.isatty()

    def feed(self, line: str) -> None:
        """Look at one line of the command's output."""
        step = parse_ninja(line)
        if step is not None:
            done, total, _ = step
            self._draw(f"{_bar(done, total)} {done}/{total}", last=done == total)
        elif (doing := parse_pip(line)) is not None:
            self._draw(doing)

    def close(self) -> None:
        """Leave the line."""
        if self._live and self._drawn_at > float("-inf"):
            self._out.write("\r\x1b[K")
        self._out.write(
            f"{self._label}: done in {_clock_face(self._clock() - self._start)}\n"
        )
        self._out.flush()

    def _draw(self, text: str, *, last: bool = False) -> None:
        now = self._clock()
        pause = 0.1 if self._live else _PLAIN_EVERY_S
        if now - self._drawn_at < pause and not (last and self._live):
            return
        self._drawn_at = now
        line = f"{self._label}: {text}, {_clock_face(now - self._start)}"
        self._out.write(f"\r\x1b[K{line[:100]}" if self._live else line + "\n")
        self._out.flush()


def run_logged(
    label: str,
    command: Sequence[str],
    log: Path,
    remedy: str,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command with a meter; its whole output goes to `log`.

    Raises:
        SetupError: it failed; the last lines of its output are shown.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    meter = Meter(label)
    with (
        log.open("w", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(environment or {})},
        ) as process,
    ):
        assert process.stdout is not None  # noqa: S101 - opened with a pipe above
        for line in process.stdout:
            record.write(line)
            record.flush()
            meter.feed(line)
    if process.returncode:
        tail = log.read_text("utf-8").splitlines()[-_TAIL_LINES:]
        print("\n" + "\n".join(tail), file=sys.stderr)
        raise SetupError(f"{label} failed; the whole output is in {log}", remedy)
    meter.close()


def _bar(done: int, total: int) -> str:
    filled = round(_BAR_WIDTH * done / total)
    return "█" * filled + "░" * (_BAR_WIDTH - filled)


def _clock_face(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"

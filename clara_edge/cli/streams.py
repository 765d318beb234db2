"""Standard input and output in whatever state the caller handed them over."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path


def use_streams() -> None:
    """Make printing never fail for a closed stream or a poor character set."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # takes the free descriptor, which the database would get otherwise
            mode = "r" if name == "stdin" else "w"
            null = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - stays open
            setattr(sys, name, null)
        elif isinstance(stream, TextIOWrapper) and name != "stdin":
            stream.reconfigure(errors="replace")


def drop_output() -> None:
    """Send what is still to be printed nowhere: it would fail again at the exit."""
    descriptor = os.open(os.devnull, os.O_WRONLY)
    os.dup2(descriptor, 1)
    os.close(descriptor)

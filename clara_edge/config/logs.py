"""Logs go to standard output as plain lines; journald does the rest."""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

# sd-daemon(3): what SyslogLevelPrefix= (on by default) reads from each line
_PRIORITIES = {
    logging.DEBUG: 7,
    logging.INFO: 6,
    logging.WARNING: 4,
    logging.ERROR: 3,
    logging.CRITICAL: 2,
}


def setup_logging(level: str, stream: TextIO | None = None) -> None:
    """Send every log record of this process to one stream, by default standard output."""
    target = sys.stdout if stream is None else stream
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        _JournalFormatter() if _is_journal(target) else _PlainFormatter()
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)


class _PlainFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S"
        )


class _JournalFormatter(logging.Formatter):
    """No time, which the journal adds, and a priority before each line."""

    def __init__(self) -> None:
        super().__init__("%(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        prefix = f"<{_PRIORITIES.get(record.levelno, 6)}>"
        return prefix + super().format(record).replace("\n", f"\n{prefix}")


def _is_journal(stream: TextIO) -> bool:
    """Tell whether systemd connected this stream to the journal (systemd.exec(5))."""
    try:
        about = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{about.st_dev}:{about.st_ino}"

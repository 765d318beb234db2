"""Send Pipecat's loguru output through standard logging, quietly."""

from __future__ import annotations

import logging
import os

from loguru import logger

# DEBUG prints whole conversations otherwise (pipecat.md section 7)
os.environ.setdefault("PIPECAT_LOG_LLM_CONTEXT", "off")

_LOGGER = logging.getLogger("pipecat")


def adopt_pipecat_logs(level: str) -> None:
    """Replace loguru's own handlers; Pipecat's INFO is our DEBUG."""
    logger.remove()
    logger.add(
        _forward, level="DEBUG" if level == "DEBUG" else "WARNING", format="{message}"
    )
    if level != "DEBUG":  # every address that a connection tries, at INFO
        for name in ("aioice", "aiortc"):
            logging.getLogger(name).setLevel(logging.WARNING)


def _forward(message: object) -> None:
    record = message.record  # type: ignore[attr-defined]  # loguru's str subclass
    _LOGGER.log(record["level"].no, "%s", str(message).rstrip())

"""The entry point of the voice service."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from clara_edge.config.service import run_service

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config


def voice() -> None:
    """Run the voice daemon in the foreground; SIGTERM ends it (exit 0)."""
    sys.exit(run_service("clara-voice", _serve_voice))


def _serve_voice(config: Config, folders: Folders) -> int:
    # Pipecat greets in colour when it is imported, before its logs can be adopted
    os.environ.setdefault("LOGURU_LEVEL", "WARNING")
    # half a second of imports, wasted on a wrong configuration
    from clara_edge.voice.app import serve

    return serve(config, folders)

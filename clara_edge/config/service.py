"""Start one of Clara's services: its options, configuration, logs and exit status."""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge import __version__
from clara_edge.config.clock import use_zone
from clara_edge.config.folders import resolve_folders
from clara_edge.config.logs import setup_logging
from clara_edge.config.sources import Sources, started_with
from clara_edge.config.vague_words import use_hours
from clara_edge.domain.errors import ClaraError, SocketUnusableError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config

_LOGGER = logging.getLogger(__name__)

SUPERVISOR_VARIABLE = "CLARA_SUPERVISOR_PID"
"""Set by `clara run` for its children, which end when it does, even by kill -9."""

RESTART = -1
"""What `serve` returns to be started again, with the settings as they are then."""

HOPELESS = 78
"""Exit status of a service that would fail again at once (EX_CONFIG, sysexits.h)."""

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def run_service(
    name: str,
    serve: Callable[[Config, Folders], int],
    arguments: Sequence[str] | None = None,
) -> int:
    """Run a service until it ends and return its exit status: 0 done, 1 failed, 2 usage.

    HOPELESS says that it failed, and would again until somebody does something.
    """
    options = _parser(name).parse_args(arguments)
    # the lock names its holder by it, and `clara run` starts us by python -c
    sys.argv[0] = name
    _end_with_supervisor()
    try:
        overrides = [
            *options.overrides,
            *(["log.level=DEBUG"] if options.debug else []),
        ]
        sources = Sources(options.config, tuple(overrides))
        started_with(sources)
        loaded = sources.load()
        config = loaded.config
        setup_logging(config.log.level)
        use_zone(config.locale.zone)
        use_hours(config.when)
        for problem in loaded.ignored:
            _LOGGER.warning("left out a setting: %s", problem)
        status = serve(config, resolve_folders(config.paths))
        return status if status != RESTART else _start_again()
    except ClaraError as error:
        if options.debug:
            raise
        sys.stderr.write(f"{name}: error: {error}\n")
        return HOPELESS if isinstance(error, SocketUnusableError) else 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def service_options(
    file: Path | None, overrides: Sequence[str], *, debug: bool
) -> list[str]:
    """Return the arguments that hand these options on to a service."""
    config = ["--config", str(file.absolute())] if file else []
    return [*config, *(f"-o{text}" for text in overrides), *["--debug"][: int(debug)]]


def _start_again() -> int:
    """Become a fresh process of the same id: whoever watches over it notices nothing."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    # the settings are read again; TZ would outlive a zone that is not chosen any more
    use_zone(None)
    # -c and -m arguments are not in sys.argv
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(name, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--config", type=Path, help="read this file after the usual ones"
    )
    parser.add_argument(
        "-o",
        dest="overrides",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override one setting",
    )
    parser.add_argument(
        "--debug", action="store_true", help="show tracebacks and debug logs"
    )
    return parser


def _end_with_supervisor() -> None:
    supervisor = os.environ.get(SUPERVISOR_VARIABLE)
    if supervisor is None:
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(supervisor):
        # it died before we asked to be told
        sys.exit(128 + signal.SIGTERM)

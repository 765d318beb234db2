"""The entry point of the web service."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
from typing import TYPE_CHECKING

from clara_edge.config.clock import SystemClock
from clara_edge.config.service import RESTART, run_service
from clara_edge.config.sources import process_sources
from clara_edge.domain.errors import StorageError
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.database import TaskDatabase
from web_ui import create_app
from web_ui.heap import share_heap
from web_ui.network import Network
from web_ui.services import make_services
from web_ui.serving.listening import listen_to_all
from web_ui.serving.server import LanServer

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from web_ui.services import Services

_LOGGER = logging.getLogger(__name__)

_ENDINGS = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def main() -> None:
    """Serve the pages in the foreground; SIGTERM ends it (exit 0)."""
    sys.exit(run_service("clara-web", serve))


def serve(config: Config, folders: Folders) -> int:
    """Answer requests until SIGTERM or SIGINT; SIGHUP starts the service again.

    Raises:
        SocketUnusableError: there is no port that can be listened on.
    """
    share_heap()
    # before any thread exists, so that only sigwait() below gets them
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    listeners, problems = listen_to_all(config.web)
    if not listeners:
        raise problems[0]
    for problem in problems:
        _LOGGER.error("%s", problem)
    clock = SystemClock()
    told = [str(problem) for problem in problems]
    network = Network(config.web, folders, clock, listeners, told)
    with (
        contextlib.closing(network),
        make_services(
            config, folders, clock=clock, network=network, load=_settings_now
        ) as services,
    ):
        network.start()
        _announce_new_authority(services)
        services.measuring.start()
        server = LanServer(
            create_app(services),
            listeners,
            welcome=network.welcomes,
            tls_context=network.tls_context,
            https_port=config.web.https_port if config.web.https else None,
        )
        server.start()
        _log_places(network)
        ending = signal.sigwait(_ENDINGS)
        network.close()
        # streams end first: the server waits for answers in progress
        services.hub.close()
        server.stop()
    return RESTART if ending is signal.SIGHUP else 0


def _settings_now() -> Config:
    return process_sources().load().config


def _announce_new_authority(services: Services) -> None:
    """Have people told that what they installed on their phones is good for nothing now."""
    replaced = services.certificates.replaced
    if replaced is None:
        return
    text = (
        "The certificate of this device was lost, so I made another one. "
        "Please install it again on your phones and computers."
    )
    try:
        with TaskDatabase(services.folders.database, services.clock) as database:
            Announcements(database).add("certificate", text, services.clock.now())
    except StorageError as error:
        _LOGGER.warning("%s, but this cannot be announced: %s", text, error)


def _log_places(network: Network) -> None:
    presence = network.presence
    places = [*presence.urls("http"), *presence.urls("https")]
    _LOGGER.info("the web pages are at %s", ", ".join(places))

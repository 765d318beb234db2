"""The entry point of the web service."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from typing import TYPE_CHECKING

from cheroot.wsgi import Server

from clara_edge.config.service import run_service
from clara_edge.domain.errors import SocketUnusableError
from web_ui import create_app
from web_ui.services import make_services

if TYPE_CHECKING:
    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from web_ui.services import Services

_LOGGER = logging.getLogger(__name__)

THREADS = 4
SHUTDOWN_TIMEOUT_S = 2
"""How long a request in progress may take after SIGTERM."""
REQUEST_BODY_BYTES = 64 * 1024
REQUEST_HEADER_BYTES = 16 * 1024
_ENDINGS = {signal.SIGTERM, signal.SIGINT}


def main() -> None:
    """Serve the pages in the foreground; SIGTERM ends it (exit 0)."""
    sys.exit(run_service("clara-web", serve))


def serve(config: Config, folders: Folders) -> int:
    """Answer requests until SIGTERM or SIGINT.

    Raises:
        SocketUnusableError: the address cannot be listened on.
    """
    # before any thread exists, so that only sigwait() below gets them
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)
    with make_services(config, folders) as services:
        return _serve(services)


def _serve(services: Services) -> int:
    host, port = services.config.web.host, services.config.web.port
    server = Server(
        (host, port),
        create_app(services),
        numthreads=THREADS,
        server_name="Clara",
        shutdown_timeout=SHUTDOWN_TIMEOUT_S,
    )
    server.max_request_body_size = REQUEST_BODY_BYTES
    server.max_request_header_size = REQUEST_HEADER_BYTES
    # the software's version is nobody's business
    server.software = "Clara"
    try:
        server.prepare()
    except OSError as error:
        raise SocketUnusableError(
            f"web pages cannot be served at {host}, port {port}: {error}",
            remedy="stop what uses it, or set web.host and web.port to another address",
        ) from error
    _LOGGER.info("the web pages are at http://%s:%d", host, port)
    thread = threading.Thread(target=server.serve, name="http")
    thread.start()
    signal.sigwait(_ENDINGS)
    # streams end first: the server waits for requests in progress
    services.hub.close()
    server.stop()
    thread.join()
    return 0

"""A control server that answers "status" for the web service."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.folders import Folders, resolve_folders
from clara_edge.config.schema import Config, Paths
from clara_edge.control.server import ControlServer
from web_ui.services import make_services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from web_ui.services import Services


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return resolve_folders(Paths(data=tmp_path / "data", cache=tmp_path / "cache"))


@pytest.fixture
def services(folders: Folders) -> Iterator[Services]:
    """Lend the parts that an application is made of, with the usual settings."""
    with make_services(Config(), folders) as parts:
        yield parts


@pytest.fixture
def daemon(folders: Folders) -> Callable[..., Any]:
    """Return a context manager that serves a status on the control socket."""

    @contextmanager
    def serving(status: dict[str, Any]) -> Iterator[None]:
        async def tell(params: dict[str, Any]) -> dict[str, Any]:
            return status

        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        server = ControlServer(
            folders.control_socket, {"status": tell, "understand": tell}
        )
        asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
        yield
        asyncio.run_coroutine_threadsafe(server.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    return serving

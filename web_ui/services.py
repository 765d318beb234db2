"""What every page and endpoint works with, made once and shared by all threads."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from clara_edge.certificates.keeper import Certificates
from clara_edge.config.clock import SystemClock
from clara_edge.control.client import ControlClient

from .access.gate import Access
from .hub import EventHub
from .live_settings import LiveSettings
from .measuring import Measuring
from .pool import StorePool
from .understanding import TypedUnderstanding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.ports.clock import Clock
    from clara_edge.ports.store import TaskStore
    from web_ui.network import Network

EXTENSION = "clara"
CONTROL_TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True)
class Services:
    """Parts that are safe from any thread."""

    settings: LiveSettings
    folders: Folders
    clock: Clock
    stores: StorePool
    hub: EventHub
    understanding: TypedUnderstanding
    measuring: Measuring
    access: Access
    network: Network | None = None
    """None where no server runs, as in a test client."""

    @property
    def config(self) -> Config:
        """Return the settings as they are now; what needs a restart is as it was started."""
        return self.settings.config

    @property
    def certificates(self) -> Certificates:
        """Return the authority and the server's certificate."""
        if self.network is not None:
            return self.network.certificates
        return Certificates(self.folders.tls)

    @contextlib.contextmanager
    def store(self) -> Iterator[TaskStore]:
        """Lend a task store to this thread; its changes are journalled as of the web.

        Raises:
            StorageError: the database cannot be used, or all stores are in use.
        """
        with self.stores.store() as store:
            yield store

    def control(self, timeout_s: float = CONTROL_TIMEOUT_S) -> ControlClient:
        """Return a connection to the voice daemon; close it, or use it in a with block."""
        return ControlClient(self.folders.control_socket, timeout_s)


@contextlib.contextmanager
def make_services(
    config: Config,
    folders: Folders,
    *,
    clock: Clock | None = None,
    network: Network | None = None,
    load: Callable[[], Config] | None = None,
) -> Iterator[Services]:
    """Lend the services of one web service; threads begin with the first use.

    Args:
        config: the whole configuration.
        folders: where everything lies.
        clock: local time; by default the machine's, which follows the settings.
        network: of the server that runs.
        load: reads the configuration again; without it, changed settings are not followed.
    """
    clock = clock or SystemClock()
    settings = LiveSettings(config, folders.chosen_settings, load)
    with contextlib.ExitStack() as parts:
        stores = parts.enter_context(
            contextlib.closing(StorePool(folders.database, clock))
        )
        hub = parts.enter_context(contextlib.closing(EventHub(folders, stores)))
        understanding = parts.enter_context(
            contextlib.closing(TypedUnderstanding(settings, folders, clock, stores))
        )
        measuring = parts.enter_context(contextlib.closing(Measuring(folders, clock)))
        yield Services(
            settings=settings,
            folders=folders,
            clock=clock,
            stores=stores,
            hub=hub,
            understanding=understanding,
            measuring=measuring,
            access=Access(
                config.web,
                folders.data,
                clock,
                more_names=lambda: () if network is None else network.trusted_hosts,
            ),
            network=network,
        )


def services() -> Services:
    """Return the services of the application that answers the present request."""
    return cast("Services", current_app.extensions[EXTENSION])

"""A paired browser, and tasks to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clara_edge.config.folders import resolve_folders
from clara_edge.config.schema import Config, Paths
from tests.web_ui.paired import paired_client
from web_ui import create_app
from web_ui.services import make_services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services


@pytest.fixture
def browser(services: Services) -> PairedClient:
    return paired_client(create_app(services))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Lend the services of a Clara that the tests of a module only look at."""
    folder = tmp_path_factory.mktemp("house")
    paths = Paths(data=folder / "data", cache=folder / "cache")
    with make_services(Config(), resolve_folders(paths)) as parts:
        yield parts


@pytest.fixture(scope="module")
def onlooker(house: Services) -> PairedClient:
    """Return a browser for looking at that Clara."""
    return paired_client(create_app(house))


@pytest.fixture
def sent(browser: PairedClient) -> Callable[..., str]:
    """Return a function that sends a form and returns the text of the page after it."""

    def send(address: str, /, **fields: object) -> str:
        answer = browser.post(address, data=fields, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    return send

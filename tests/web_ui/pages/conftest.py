"""A paired browser, and tasks to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web_ui.paired import paired_client
from web_ui import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web_ui.paired import PairedClient
    from web_ui.services import Services


@pytest.fixture
def browser(services: Services) -> PairedClient:
    return paired_client(create_app(services))


@pytest.fixture
def sent(browser: PairedClient) -> Callable[..., str]:
    """Return a function that sends a form and returns the text of the page after it."""

    def send(address: str, /, **fields: object) -> str:
        answer = browser.post(address, data=fields, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    return send

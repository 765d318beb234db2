"""A program with a token, in front of an application on a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.domain.access import Scope
from web_ui import create_app

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from web_ui.services import Services

API = "/api/v1"


class Program:
    """Calls the API with a bearer token."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self._client = app.test_client()
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def __call__(
        self, method: str, path: str, json: Any = None, **headers: str
    ) -> TestResponse:
        """Send a request; names of headers with _ for -."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.open(
            f"{API}{path}", method=method, json=json, headers=self._headers | given
        )

    def raw(self, method: str, path: str, **options: Any) -> TestResponse:
        """Send a request as it is given."""
        headers = self._headers | options.pop("headers", {})
        return self._client.open(
            f"{API}{path}", method=method, headers=headers, **options
        )

    def add(self, title: str, **values: Any) -> dict[str, Any]:
        """Add a task and return it."""
        response = self("POST", "/tasks", {"title": title, **values})
        assert response.status_code == 201, response.text
        found: dict[str, Any] = response.get_json()
        return found


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def program(app: Flask, services: Services) -> Program:
    _device, token = services.access.store.add_token("test", Scope.ADMIN)
    return Program(app, token)


@pytest.fixture
def reader(app: Flask, services: Services) -> Program:
    _device, token = services.access.store.add_token("reader", Scope.READ)
    return Program(app, token)


@pytest.fixture
def stranger(app: Flask) -> Program:
    return Program(app, None)

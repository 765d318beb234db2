"""The description of the API is valid, true, and what its documentation shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openapi_spec_validator import validate

import web_ui.api
from clara_edge.config.clock import SystemClock
from clara_edge.domain.access import Scope
from clara_edge.storage.access.store import AccessStore
from tests.web_ui.served import serving
from web_ui.api.description import document
from web_ui.api.endpoint_table import table
from web_ui.api.registry import PREFIX, api

if TYPE_CHECKING:
    from flask import Flask

    from .conftest import Program

HERE = Path(__file__).parent
DOCUMENT = Path(web_ui.__file__).parents[1] / "docs" / "api.md"
SEED = 5
LEFT_OUT = ("/events", "/device/restart")
"""A stream that does not end, and what ends the service; each has tests of its own."""


def fuzz(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run schemathesis with all its checks against a service of its own."""
    with serving(folder) as served:
        access = AccessStore(served.folders.data, SystemClock())
        _device, token = access.add_token("schemathesis", Scope.ADMIN)
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            *("--config-file", str(HERE / "schemathesis.toml"), "run"),
            f"http://127.0.0.1:{served.port}{PREFIX}/openapi.json",
            *("-H", f"Authorization: Bearer {token}", "--no-color"),
            *("--seed", str(SEED)),
            *(f"--exclude-path={path}" for path in LEFT_OUT),
            *("--generation-database", ":memory:", *options),
        ]
        return subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False
        )


def test_the_description_is_valid_openapi_and_served_to_everybody(
    stranger: Program,
) -> None:
    response = stranger("GET", "/openapi.json")

    described = response.get_json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    again = stranger("GET", "/openapi.json", If_None_Match=response.headers["ETag"])
    assert again.status_code == 304


def test_every_route_under_the_prefix_is_described(app: Flask) -> None:
    routes = {
        (method, rule.rule.replace("<task_reference:task>", "<task>"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    described = {(e.method, PREFIX + e.path) for e in api.endpoints}
    assert routes == described
    assert sum(map(len, document()["paths"].values())) == len(described)


def test_the_documentation_has_the_table_of_endpoints(app: Flask) -> None:
    assert table() in DOCUMENT.read_text(), (
        "bring it up to date: python -m web_ui.api.endpoint_table"
    )


def test_schemathesis_finds_nothing_within_its_budget(tmp_path: Path) -> None:
    done = fuzz(tmp_path, "--max-examples", "2", "--max-time", "20")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_schemathesis_finds_nothing_in_a_long_run(tmp_path: Path) -> None:
    done = fuzz(tmp_path, "--max-examples", "100")

    assert done.returncode == 0, done.stdout + done.stderr

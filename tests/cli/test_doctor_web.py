"""`clara doctor web` and the web rows of `clara status`, with and without a running service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from clara_edge.certificates.keeper import present_authority
from clara_edge.cli.main import cli
from tests.web_ui.served import Served, serving

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def clara(served: Served, *arguments: str) -> Result:
    options = [
        f"-opaths.data={served.folders.data}",
        "-oweb.host=127.0.0.1",
        f"-oweb.port={served.port}",
        f"-oweb.https_port={served.https_port}",
        "-oweb.announce=false",
    ]
    return CliRunner().invoke(cli, [*options, *arguments])


def test_finds_nothing_wrong_with_a_service_that_is_well(tmp_path: Path) -> None:
    with serving(tmp_path, filled=False) as served:
        result = clara(served, "doctor", "web")
        told = json.loads(clara(served, "status", "--json").output)["web"]
        table = clara(served, "status").output

    authority = present_authority(served.folders.tls)
    assert authority is not None
    assert result.exit_code == 0
    assert "bad" not in result.output
    assert "TLSv1.3, trusted" in result.output
    assert authority.fingerprint in result.output
    assert told["running"] is True
    assert told["certificate"]["fingerprint"] == authority.fingerprint
    assert authority.fingerprint in table
    assert f"http://127.0.0.1:{served.port}" in table


def test_says_what_to_do_when_nothing_runs(tmp_path: Path) -> None:
    options = [f"-opaths.data={tmp_path}", "-oweb.host=127.0.0.1", "-oweb.port=9"]

    result = CliRunner().invoke(cli, [*options, "doctor", "web"])
    checks = json.loads(
        CliRunner().invoke(cli, [*options, "doctor", "web", "--json"]).output
    )

    assert result.exit_code == 1
    assert str(result.exception) == (
        "the web pages do not answer; start them with: clara run"
    )
    assert {check["what"]: check["good"] for check in checks} == {
        "service": False,
        "network": True,
        "certificate": False,
    }


def test_names_a_certificate_file_that_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "authority.pem").write_text("nonsense")

    result = CliRunner().invoke(cli, [f"-opaths.data={tmp_path}", "status"])

    assert result.exit_code == 0
    assert f"{tmp_path}/tls/authority.pem is damaged" in result.output
    assert "restart the web service" in result.output

"""`clara pair` and `clara devices` on a real list of devices."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from clara_edge.cli.main import cli
from clara_edge.config.clock import SystemClock
from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.storage.access import AccessStore
from clara_edge.storage.access.store import Applicant


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("CLARA_PATHS__DATA", str(tmp_path))

    def invoke(*arguments):
        result = CliRunner().invoke(cli, arguments)
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def store(tmp_path):
    return AccessStore(tmp_path, SystemClock())


def test_the_printed_codes_pair_a_device(run, store):
    status, output = run("pair", "--scope", "read")
    code = output.split()[0]

    device, _ = store.redeem(code, Applicant(DeviceKind.HTTPS, "phone", "", "x"))

    assert status == 0
    assert "for reading" in output
    assert "clara run" in output
    assert device.scope is Scope.READ


def test_codes_come_as_json_as_well(run, store):
    told = json.loads(run("pair", "--json")[1])

    code = told["codes"]["http"]["code"]
    device, _ = store.redeem(code, Applicant(DeviceKind.HTTP, "phone", "", "x"))
    assert (device.kind, told["valid_s"]) == (DeviceKind.HTTP, 600)


def test_no_code_for_http_is_shown_where_nobody_can_use_it(run):
    output = run("-oweb.http_pairing=false", "pair")[1]

    assert "tasks only" not in output


def test_devices_are_listed_renamed_and_revoked(run, store):
    assert "no device is paired" in run("devices")[1]
    store.add_token("one", Scope.READ)
    store.add_token("two", Scope.ADMIN)

    renamed = run("devices", "rename", "1", "Küche")
    listed = json.loads(run("devices", "list", "--json")[1])
    table = run("devices")[1]
    revoked = run("devices", "revoke", "küche")
    every = run("devices", "revoke", "--all")

    assert renamed == (0, "1 is Küche now\n")
    assert [each["name"] for each in listed] == ["Küche", "two"]
    assert "program" in table
    assert revoked == (0, "revoked Küche\n")
    assert every == (0, "revoked 1 device\n")
    assert store.devices() == []


def test_a_token_is_printed_once(run, store):
    status, output = run(
        "devices", "add-token", "backup", "--scope", "write", "--days", "3"
    )

    device = store.admit(output.split()[0], DeviceKind.TOKEN, "")
    assert status == 0
    assert (device.name, device.scope) == ("backup", Scope.WRITE)
    assert device.expires_at is not None
    assert output.split()[0] not in run("devices", "list", "--json")[1]


def test_the_log_tells_what_happened(run, store):
    assert run("devices", "log") == (0, "nothing happened yet\n")
    run("pair")
    run("devices", "add-token", "backup")

    entries = json.loads(run("devices", "log", "--json")[1])

    assert [each["event"] for each in entries] == ["token made", "code made"]
    assert "clara pair" in run("devices", "log")[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("revoke",),
        ("revoke", "1", "--all"),
        ("add-token", "x", "--scope", "root"),
        ("add-token", "x", "--days", "0"),
    ],
)
def test_wrong_usage_is_told(run, arguments):
    assert run("devices", *arguments)[0] == 2


@pytest.mark.parametrize(
    "arguments", [("revoke", "9"), ("rename", "nobody", "x"), ("add-token", "\x1b")]
)
def test_what_cannot_be_done_is_told(run, arguments):
    assert run("devices", *arguments)[0] == 1

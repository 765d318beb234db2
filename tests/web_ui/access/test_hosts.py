"""Names of this machine, and nobody else's."""

from __future__ import annotations

import socket

import pytest

from clara_edge.config.schema import Web
from tests.clocks import ManualClock
from web_ui.hosts import Hosts, machine_addresses

MINE = frozenset({"192.168.1.5", "fd00::5", "fe80::5"})


def hosts(**web: object) -> Hosts:
    return Hosts(
        Web.model_validate(web),
        ManualClock(),
        more_names=lambda: ["clara-2.local"],
        addresses=lambda: MINE,
    )


@pytest.mark.parametrize(
    "header",
    [
        "localhost",
        "LOCALHOST:8080",
        "127.0.0.1:8080",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]",
        "clara.local",
        "Clara.Local.:8443",
        "clara-2.local",
        "192.168.1.5:8080",
        "[fd00::5]:8443",
        "[FD00:0::5]",
        "clara.fritz.box",
        socket.gethostname(),
    ],
)
def test_names_and_addresses_of_this_machine_are_its_own(header):
    assert hosts(other_names=("clara.fritz.box",)).accepts(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "evil.localhost",
        "clara.local.evil.example",
        "clara-3.local",
        "127.0.0.2",
        "192.168.1.6",
        "[fd00::6]",
        "0.0.0.0",  # noqa: S104 - only a name here
        "[::]",
        "a b",
        "@",
        "localhost@evil.example",
        "localhost:80:80",
        "localhost:999999",
        "localhost, evil.example",
        "localhost/",
        "[localhost]",
        "[::1",
        "3232235781",
        "0x7f.1",
        "127.1",
        "localhost\0",
        "l\N{FULLWIDTH LATIN SMALL LETTER O}calhost",
        "localhost:\N{FULLWIDTH DIGIT EIGHT}0",
    ],
)
def test_other_names_are_refused(header):
    assert not hosts().accepts(header)


def test_an_address_of_its_own_is_accepted_wherever_it_listens():
    for host in ("lan", "0.0.0.0", "192.168.1.5"):  # noqa: S104 - only a name here
        assert hosts(host=host).accepts("192.168.1.5:8080")


def test_a_new_address_is_known_within_seconds():
    clock = ManualClock()
    present = {"192.168.1.5"}
    known = Hosts(Web(), clock, addresses=lambda: frozenset(present))
    assert not known.accepts("10.0.0.7")

    present.add("10.0.0.7")
    assert not known.accepts("10.0.0.7")
    clock._monotonic_s += 2

    assert known.accepts("10.0.0.7")


def test_the_addresses_of_the_interfaces_are_read():
    assert "127.0.0.1" in machine_addresses()

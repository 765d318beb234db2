"""What follows the network: certificate, addresses, who may connect, what others are told."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.folders import Folders, resolve_folders
from clara_edge.config.schema import Paths, Web
from clara_edge.discovery.addresses import Addresses
from clara_edge.discovery.presence import expected_presence, read_presence
from web_ui.network import Network
from web_ui.serving.listening import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOME = Addresses(
    all=("127.0.0.1", "192.168.1.5", "2003:e1:700:1::5", "93.184.216.34"),
    lan=("192.168.1.5",),
    neighbourhood=("2003:e1:700:1::/64",),
)


class SetClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 12, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def monotonic_s(self) -> float:
        return 0.0


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return resolve_folders(Paths(data=tmp_path))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def network(folders: Folders, clock: SetClock) -> Iterator[Network]:
    web = Web(announce=False, other_names=("clara.home.arpa",))
    listeners = [
        Listener((), "lan", 8080, tls=False),
        Listener((), "lan", 8443, tls=True),
    ]
    made = Network(web, folders, clock, listeners, ["a problem; a remedy"])
    made.look()
    yield made
    made.close()


@pytest.mark.parametrize(
    ("peer", "welcome"),
    [
        ("127.0.0.1", True),
        ("192.168.77.1", True),
        ("10.1.2.3", True),
        ("172.31.0.1", True),
        ("169.254.3.4", True),
        ("fe80::1%eth0", True),
        ("fd12::1", True),
        ("::ffff:192.168.1.9", True),
        # this machine itself, and its neighbours in a public network of its own
        ("93.184.216.34", True),
        ("2003:e1:700:1::77", True),
        ("2003:e1:700:2::77", False),
        ("93.184.216.35", False),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("172.32.0.1", False),
        ("100.64.0.1", False),
        ("nonsense", False),
        ("", False),
    ],
)
def test_only_the_home_network_is_welcome(peer: str, welcome: bool) -> None:
    assert HOME.are_home_of(peer) is welcome


def test_another_network_can_be_allowed(folders: Folders, clock: SetClock) -> None:
    web = Web(announce=False, allow_from=("100.64.0.0/10",))
    network = Network(web, folders, clock, [])

    assert network.welcomes("100.64.0.1")
    assert not network.welcomes("8.8.8.8")
    network.close()


def test_a_renewed_certificate_is_used_without_a_restart(
    network: Network, clock: SetClock
) -> None:
    first, context = network.certificates.server, network.tls_context()
    clock.time += timedelta(days=380)

    network.look()

    assert network.certificates.server != first
    assert network.tls_context() is not context


def test_nothing_is_made_while_nothing_changes(network: Network) -> None:
    first, context = network.certificates.server, network.tls_context()

    network.look()

    assert network.certificates.server is first
    assert network.tls_context() is context


def test_https_waits_until_its_certificate_can_be_written(
    folders: Folders, clock: SetClock
) -> None:
    folders.tls.write_text("in the way")
    listeners = [Listener((), "lan", 8443, tls=True)]
    network = Network(Web(announce=False), folders, clock, listeners)
    network.look()

    with pytest.raises(ConnectionAbortedError):
        network.tls_context()
    assert "authority.pem" in network.presence.problems[0]

    folders.tls.unlink()
    network.look()

    assert isinstance(network.tls_context(), ssl.SSLContext)
    assert network.presence.problems == ()
    network.close()


def test_other_processes_are_told_while_it_runs(
    network: Network, folders: Folders
) -> None:
    told = read_presence(folders.web_presence)

    assert told is not None
    assert told.http_port == 8080
    assert told.problems == ("a problem; a remedy",)
    assert "https://clara.home.arpa:8443" in told.urls("https")

    network.close()

    assert read_presence(folders.web_presence) is None


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", '{"pid": "x"}', '{"pid": 999999999}', "\xff"]
)
def test_a_file_of_a_service_that_is_gone_says_nothing(
    text: str, folders: Folders
) -> None:
    folders.web_presence.parent.mkdir(parents=True, exist_ok=True)
    folders.web_presence.write_bytes(text.encode("latin-1"))

    assert read_presence(folders.web_presence) is None


def test_what_is_expected_of_a_service_that_does_not_run() -> None:
    lan = expected_presence(Web(), HOME)
    here = expected_presence(Web(host="::1", port=80, https=False), HOME)

    assert lan.urls("http")[0] == "http://clara.local:8080"
    assert "https://192.168.1.5:8443" in lan.urls("https")
    assert here.urls("http") == ("http://[::1]",)
    assert here.urls("https") == ()

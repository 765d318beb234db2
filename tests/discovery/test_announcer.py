"""Real packets between two machines; the other one speaks multicast DNS without zeroconf."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.discovery.two_machines import Machine, two_machines, why_not

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))

SERVICES = ["Clara._http._tcp.local", "Clara._https._tcp.local"]


@pytest.fixture
def machines() -> Iterator[tuple[Machine, Machine]]:
    with two_machines() as both:
        yield both


def test_another_machine_finds_name_services_and_hears_the_end(
    machines: tuple[Machine, Machine],
) -> None:
    clara, other = machines
    with clara.program("announce.py", "clara") as announcer:
        assert announcer.tell("update") == ["clara.local", SERVICES, None]
        assert other.ask("clara.local", "A") == [clara.address]
        assert other.ask("_https._tcp.local", "PTR") == ["clara._https._tcp.local"]
        assert other.ask(SERVICES[1], "SRV") == ["clara.local:8443"]
        assert other.ask(SERVICES[0], "SRV") == ["clara.local:8080"]

        # nothing changed: nothing happens
        assert announcer.tell("update") == ["clara.local", SERVICES, None]

        clara.ip("addr", "add", "10.77.0.9/24", "dev", "lan0")
        clara.ip("addr", "del", f"{clara.address}/24", "dev", "lan0")
        clara.ip("addr", "replace", "10.77.0.9/24", "dev", "lan0")
        assert announcer.tell("wait") == ["clara.local", SERVICES, None]
        assert other.ask("clara.local", "A") == ["10.77.0.9"]

        with other.program(
            "mdns_client.py", "hear", other.address, SERVICES[1]
        ) as listener:
            assert listener.answer() == "listening"
            announcer.tell("close")
            assert listener.answer() in {"SRV", "TXT"}


def test_a_name_that_another_device_has_is_left_to_it(
    machines: tuple[Machine, Machine],
) -> None:
    clara, other = machines
    claim = ("mdns_client.py", "claim", other.address, "clara.local")
    with other.program(*claim) as device:
        assert device.answer() == "claiming"
        with clara.program("announce.py", "clara") as announcer:
            host, services, problem = announcer.tell("update")

            assert host == "clara-2.local"
            assert services == ["Clara-2._http._tcp.local", "Clara-2._https._tcp.local"]
            assert "another device is called clara.local" in problem
            assert other.ask("clara-2.local", "A") == [clara.address]


@pytest.mark.soak
def test_a_name_that_this_machine_answers_for_itself_is_used_as_it_is(
    machines: tuple[Machine, Machine],
) -> None:
    clara, other = machines
    # as avahi does for the machine's host name
    claim = ("mdns_client.py", "claim", clara.address, "clara.local")
    with clara.program(*claim) as avahi:
        assert avahi.answer() == "claiming"
        with clara.program("announce.py", "clara") as announcer:
            assert announcer.tell("update") == ["clara.local", SERVICES, None]
            assert other.ask(SERVICES[0], "SRV") == ["clara.local:8080"]


@pytest.mark.soak
def test_without_a_network_it_says_so_and_comes_when_there_is_one(
    machines: tuple[Machine, Machine],
) -> None:
    clara, other = machines
    clara.ip("link", "set", "lan0", "down")
    with clara.program("announce.py", "clara") as announcer:
        host, services, problem = announcer.tell("update")
        assert (host, services) == ("clara.local", [])
        assert "in no network" in problem

        clara.ip("link", "set", "lan0", "up")
        # the kernel tells of the link first, and of its carrier within a second
        told = next(t for _ in range(5) if (t := announcer.tell("wait"))[1])
        assert told == ["clara.local", SERVICES, None]
        assert other.ask("clara.local", "A") == [clara.address]


@pytest.mark.soak
def test_of_two_that_start_at_the_same_time_one_keeps_the_name(
    machines: tuple[Machine, Machine],
) -> None:
    first, second = machines
    with (
        first.program("announce.py", "clara") as one,
        second.program("announce.py", "clara") as two,
    ):
        for program in (one, two):
            program.send("update")
        hosts = [program.answer()[0] for program in (one, two)]
        if hosts == ["clara.local", "clara.local"]:
            # both were too quick to hear each other; the higher address yields
            hosts[1] = two.tell("wait")[0]

        assert len(set(hosts)) == 2

"""Devices and engines that fail while Clara runs; it goes on by itself, and says so."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.household import Household, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.soundcard import SoundCard

pytestmark = [pytest.mark.soundcard, pytest.mark.models]

BRITTLE = '''
"""An engine that loads and then breaks in the middle of the first utterance."""

from pydantic import BaseModel


class Settings(BaseModel):
    pass


class Brittle:
    name = "brittle"

    def stream(self):
        return self

    def set_hotwords(self, phrases):
        return False

    def accept(self, samples):
        pass

    def interim(self):
        raise RuntimeError("the chip fell off")

    settle = interim

    def close(self):
        pass


def create(settings, context):
    return Brittle()
'''


@pytest.fixture
def plugged(sound_card: SoundCard) -> Iterator[SoundCard]:
    """The card, with everything plugged in again afterwards."""
    yield sound_card
    sound_card.replug()


@pytest.fixture
def brittle(
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Household:
    """A house in which somebody installed a speech-to-text engine of poor quality."""
    site = tmp_path_factory.mktemp("site")
    (site / "brittle_engine.py").write_text(BRITTLE)
    about = site / "brittle-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: brittle\nVersion: 1\n"
    )
    (about / "entry_points.txt").write_text(
        "[clara_edge.stt]\nbrittle = brittle_engine\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    house: Household = request.getfixturevalue("household")
    return house


def await_status(
    house: Household, fits: Callable[[dict[str, Any]], Any], timeout_s: float = 20.0
) -> dict[str, Any]:
    """Block until the daemon's status fits; there is no event for a device."""
    end_s = time.monotonic() + timeout_s
    pause = threading.Event()
    while not fits(status := house.call("status")):
        assert time.monotonic() < end_s, f"{status}\n{house.story()}"
        pause.wait(0.1)
    return status


def say_plants(house: Household) -> dict[str, Any]:
    began_s = time.monotonic()
    house.say("hey jarvis", "don't forget to water the plants", pause_s=0.8)
    return house.wait_for_turn(after_s=began_s)


def test_a_microphone_that_comes_back_is_used_again(
    home: Household, plugged: SoundCard
) -> None:
    plugged.unplug("mic")
    lost = await_status(home, lambda s: s["audio"]["input"]["state"] == "lost")
    shown = home.cli("status").stdout
    typed = home.cli("ask", "add feed the cat")
    plugged.replug("mic")
    back = await_status(home, lambda s: s["audio"]["input"]["state"] == "ok")
    turn = say_plants(home)

    assert lost["audio"]["input"]["problem"]
    [row] = [line for line in shown.splitlines() if line.startswith("microphone")]
    assert "lost" in row
    assert typed.returncode == 0
    assert back["pid"] == lost["pid"]
    assert back["audio"]["input"]["problem"] is None
    assert turn["intent"] == "task.create", home.story()
    assert {"feed", "cat", "water", "plants"} <= words(home.titles())


def test_a_microphone_pulled_out_in_the_middle_of_a_command_ends_the_turn(
    home: Household, plugged: SoundCard
) -> None:
    home.say("hey jarvis")
    home.wait_for("state", lambda d: d["reason"] == "wake")
    plugged.unplug("mic")
    home.wait_for("state", lambda d: d["reason"] == "microphone_lost")
    plugged.replug("mic")
    await_status(home, lambda s: s["audio"]["input"]["state"] == "ok")

    turn = say_plants(home)

    assert turn["intent"] == "task.create", home.story()


def test_a_loudspeaker_that_comes_back_is_used_again(
    home: Household, plugged: SoundCard
) -> None:
    plugged.unplug("speaker")
    home.call("say", text="Nobody hears this.")
    lost = await_status(home, lambda s: s["audio"]["output"]["state"] == "lost")
    home.wait_for("state", lambda d: d["reason"] == "timeout")
    unheard = say_plants(home)
    plugged.replug("speaker")
    recording = home.record()
    home.call("say", text="Everybody hears this.")
    recording.wait_for_sound(timeout_s=10)
    back = await_status(home, lambda s: s["audio"]["output"]["state"] == "ok")

    assert lost["audio"]["output"]["problem"]
    assert unheard["intent"] == "task.create", home.story()
    assert {"water", "plants"} <= words(home.titles())
    assert back["audio"]["output"]["reopened"] == 1
    assert back["pid"] == lost["pid"]


def test_an_absent_microphone_is_told_and_used_when_it_is_plugged_in(
    household: Household, plugged: SoundCard
) -> None:
    plugged.unplug("mic")
    household.start()
    status = await_status(household, lambda s: s["audio"]["input"]["problem"])
    absent = status["audio"]["input"]
    plugged.replug("mic")
    await_status(household, lambda s: s["audio"]["input"]["state"] == "ok")
    turn = say_plants(household)

    assert absent["state"] == "none"
    assert absent["problem"].startswith("microphone 'clara_mic' cannot be opened: ")
    assert "no microphone: " in household.log.read_text()
    assert turn["intent"] == "task.create", household.story()


def test_an_engine_that_breaks_in_the_middle_of_a_turn_is_replaced_in_it(
    brittle: Household,
) -> None:
    brittle.start('stt.engines=["brittle", "sherpa_offline"]')
    before = brittle.call("status")["engines"]
    turn = say_plants(brittle)
    after = brittle.call("status")["engines"]

    def stt(engines: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
        return [
            (e["name"], e["state"], e["reason"]) for e in engines if e["stage"] == "stt"
        ]

    assert stt(before)[0] == ("brittle", "active", None)
    assert (turn["intent"], turn["failed"]) == ("task.create", False), brittle.story()
    assert stt(after) == [
        ("brittle", "failed", "the chip fell off"),
        ("sherpa_offline", "active", None),
    ]
    told = brittle.wait_for("engines", lambda d: d["engines"][0]["state"] == "failed")
    assert told.data["stage"] == "stt"

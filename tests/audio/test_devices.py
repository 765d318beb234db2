"""Devices are found by ALSA name or by what people call them."""

from __future__ import annotations

import pytest

from clara_edge.audio.devices import (
    find_device,
    list_devices,
    open_loudspeaker,
    open_microphone,
)
from clara_edge.audio.opening import Direction
from clara_edge.config.schema import Audio
from clara_edge.domain.errors import AudioDeviceMissingError


@pytest.fixture
def no_card(tmp_path, monkeypatch):
    """An ALSA configuration without a sound server, where there is no card either."""
    config = tmp_path / "asound.conf"
    config.write_text(
        "pcm.default { type hw card 31 }\nctl.default { type hw card 31 }\n"
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))


def test_lists_a_device_with_what_people_call_it(odd_card):
    name = odd_card()

    device = next(device for device in list_devices() if device.name == name)

    assert device.description == "Odd Card, USB Audio"
    assert (device.kind, device.capture, device.playback) == ("odd", True, True)
    assert not device.is_card


def test_leaves_out_what_is_no_device(odd_card):
    odd_card()

    assert not {"null", "samplerate", "upmix"} & {d.name for d in list_devices()}


@pytest.mark.parametrize("wanted", ["odd", "Odd Card", "usb audio", " odd "])
def test_finds_a_device_by_name_or_part_of_its_description(odd_card, wanted):
    odd_card()

    assert find_device(Direction.CAPTURE, wanted) == "odd"


def test_passes_default_through(odd_card):
    odd_card()

    assert find_device(Direction.PLAYBACK, "default") == "default"


def test_finds_a_name_that_alsa_knows_but_does_not_list(odd_card):
    odd_card()

    assert find_device(Direction.CAPTURE, "plug:odd") == "plug:odd"


@pytest.mark.parametrize("direction", Direction)
def test_suggests_the_device_that_was_meant(odd_card, direction):
    odd_card()

    with pytest.raises(
        AudioDeviceMissingError,
        match=rf"no {direction} is called 'od card'; .*'odd'",
    ):
        find_device(direction, "od card")


def test_lists_what_there_is_for_an_unknown_name(odd_card):
    odd_card()

    with pytest.raises(AudioDeviceMissingError, match=r"there is .*'odd'"):
        find_device(Direction.CAPTURE, "Jabra Speak 410")


def test_an_empty_name_is_no_device(odd_card):
    odd_card()

    with pytest.raises(AudioDeviceMissingError, match="no microphone is called ''"):
        find_device(Direction.CAPTURE, "")


def test_opens_what_the_configuration_names(odd_card):
    odd_card(rate=44_100, channels=2)
    audio = Audio(input="usb audio", output="Odd", output_rate_hz=44_100)

    with open_microphone(audio) as microphone, open_loudspeaker(audio) as loudspeaker:
        assert microphone.device == loudspeaker.device == "odd"
        assert loudspeaker.rate_hz == 44_100


@pytest.mark.parametrize("open_", [open_microphone, open_loudspeaker])
def test_takes_a_card_where_the_default_does_not_open(
    odd_plugin, tmp_path, monkeypatch, open_
):
    config = tmp_path / "asound.conf"
    config.write_text(
        f'pcm_type.clara_odd {{ lib "{odd_plugin}" }}\n'
        "pcm.default { type hw card 31 }\n"
        "pcm.hdmi { type clara_odd hint { show on description HDMI } }\n"
        "pcm.plughw { type clara_odd hint { show on description Stick } }\n"
    )
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))

    with open_(Audio()) as device:
        assert device.device == "plughw"


@pytest.mark.parametrize("open_", [open_microphone, open_loudspeaker])
def test_says_what_still_works_without_a_sound_card(no_card, open_):
    with pytest.raises(
        AudioDeviceMissingError, match=r"no sound card .* clara ask, clara hear"
    ):
        open_(Audio())


def test_keeps_alsa_lib_quiet_on_standard_error(odd_card, capfd):
    odd_card()

    with pytest.raises(AudioDeviceMissingError):
        find_device(Direction.CAPTURE, "plughw:31")

    assert capfd.readouterr().err == ""

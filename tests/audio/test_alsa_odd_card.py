"""Devices with the limits and faults of real hardware, through the real alsa-lib."""

from __future__ import annotations

import numpy as np
import pytest

from clara_edge.audio import alsa
from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
from clara_edge.audio.opening import Direction, holders
from clara_edge.domain.errors import (
    AudioDeviceBusyError,
    AudioDeviceLostError,
    AudioDeviceMissingError,
    AudioError,
)


def pitch_hz(samples: np.ndarray, rate_hz: int = 16_000) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum)) * rate_hz / samples.size


def play_until_dry(loudspeaker: AlsaLoudspeaker) -> None:
    loudspeaker.write(np.ones(480, np.int16))
    while loudspeaker.delay_s() > 0:
        pass


def test_captures_a_stereo_48_khz_device_as_mono_16_khz(odd_card):
    with AlsaMicrophone(odd_card(rate=48_000, channels=2)) as microphone:
        chunks = [microphone.read() for _ in range(6)]

    assert (microphone.device_rate_hz, microphone.channels) == (48_000, 2)
    assert {chunk.shape for chunk in chunks} == {(1_280,)}
    sound = np.concatenate(chunks)[1_280:]
    assert pitch_hz(sound) == pytest.approx(440, abs=2)
    # only the first channel has sound; an average would halve it
    assert np.abs(sound).max() == pytest.approx(8_000, rel=0.02)


def test_captures_a_44_1_khz_device_at_the_right_pitch(odd_card):
    with AlsaMicrophone(odd_card(rate=44_100, channels=1)) as microphone:
        sound = np.concatenate([microphone.read() for _ in range(6)])[1_280:]

    assert pitch_hz(sound) == pytest.approx(440, abs=2)


def test_counts_an_overrun_and_goes_on(odd_card):
    device = odd_card(rate=16_000, channels=1, fault="xrun")
    with AlsaMicrophone(device) as microphone:
        sound = np.concatenate([microphone.read() for _ in range(8)])

        assert microphone.xruns == 1
    assert pitch_hz(sound[-5_120:]) == pytest.approx(440, abs=4)


def test_reports_a_microphone_that_vanished(odd_card):
    device = odd_card(rate=16_000, channels=1, fault="gone")
    with AlsaMicrophone(device) as microphone:
        microphone.read()

        with pytest.raises(AudioDeviceLostError, match="'odd' is gone: No such device"):
            microphone.read()


def test_reports_a_loudspeaker_that_vanished(odd_card):
    device = odd_card(rate=48_000, channels=2, fault="gone")

    with (
        AlsaLoudspeaker(device) as loudspeaker,
        pytest.raises(AudioDeviceLostError, match="'odd' is gone: No such device"),
    ):
        loudspeaker.write(np.ones(48_000, np.int16))


def test_reports_a_microphone_that_delivers_nothing(odd_card, monkeypatch):
    monkeypatch.setattr(alsa, "STALL_S", 0.2)
    device = odd_card(rate=16_000, channels=1, fault="stall")

    with (
        AlsaMicrophone(device) as microphone,
        pytest.raises(AudioDeviceLostError, match=r"delivered nothing for 0\.2 s"),
    ):
        microphone.read()


def test_reports_a_loudspeaker_that_plays_nothing(odd_card, monkeypatch):
    monkeypatch.setattr(alsa, "STALL_S", 0.2)
    device = odd_card(rate=48_000, channels=2, fault="stall")

    with (
        AlsaLoudspeaker(device) as loudspeaker,
        pytest.raises(AudioDeviceLostError, match=r"played nothing for 0\.2 s"),
    ):
        loudspeaker.write(np.ones(48_000, np.int16))


def test_takes_the_rate_and_channels_that_a_loudspeaker_has(odd_card):
    with AlsaLoudspeaker(odd_card(rate=44_100, channels=2)) as loudspeaker:
        loudspeaker.write(np.ones(2_205, np.int16))

        assert (loudspeaker.rate_hz, loudspeaker.channels) == (44_100, 2)
        assert 0 < loudspeaker.delay_s() <= 0.05


def test_counts_an_underrun_inside_a_sound(odd_card):
    with AlsaLoudspeaker(odd_card(rate=48_000, channels=2)) as loudspeaker:
        play_until_dry(loudspeaker)

        loudspeaker.write(np.ones(960, np.int16))

        assert loudspeaker.xruns == 1


def test_does_not_count_a_pause_between_sounds(odd_card, monkeypatch):
    monkeypatch.setattr(alsa, "PAUSE_S", 0.0)
    with AlsaLoudspeaker(odd_card(rate=48_000, channels=2)) as loudspeaker:
        play_until_dry(loudspeaker)

        loudspeaker.write(np.ones(960, np.int16))

        assert loudspeaker.xruns == 0


def test_does_not_count_what_was_dropped(odd_card):
    with AlsaLoudspeaker(odd_card(rate=48_000, channels=2)) as loudspeaker:
        loudspeaker.write(np.ones(960, np.int16))
        loudspeaker.drop()

        loudspeaker.write(np.ones(960, np.int16))

        assert loudspeaker.xruns == 0


def test_a_sound_after_a_pause_is_not_lost(odd_card):
    with AlsaLoudspeaker(odd_card(rate=48_000, channels=2)) as loudspeaker:
        play_until_dry(loudspeaker)

        loudspeaker.write(np.ones(2_400, np.int16))

        assert loudspeaker.delay_s() == pytest.approx(0.05, abs=0.015)


@pytest.mark.parametrize("open_", [AlsaMicrophone, AlsaLoudspeaker])
def test_says_that_a_device_is_in_use(odd_card, open_):
    with pytest.raises(AudioDeviceBusyError, match="'odd' is in use"):
        open_(odd_card(fault="busy"))


def test_says_that_a_device_may_not_be_used(odd_card):
    with pytest.raises(AudioDeviceMissingError, match="group audio"):
        AlsaMicrophone(odd_card(fault="denied"))


def test_advises_a_converting_name_where_samples_are_not_16_bit(odd_card):
    with pytest.raises(AudioError, match="plughw:"):
        AlsaMicrophone(odd_card(format="S32_LE"))


def test_names_the_programs_that_hold_a_device(tmp_path):
    for pid, device in (("71", "pcmC1D0c"), ("72", "pcmC1D0p"), ("73", "controlC1")):
        (tmp_path / pid / "fd").mkdir(parents=True)
        (tmp_path / pid / "fd" / "5").symlink_to(f"/dev/snd/{device}")
        (tmp_path / pid / "comm").write_text(f"program{pid}\n")

    assert holders(Direction.CAPTURE, tmp_path) == ["program71 (pid 71)"]
    assert holders(Direction.PLAYBACK, tmp_path) == ["program72 (pid 72)"]


def test_finds_nobody_where_nobody_holds_a_device():
    assert holders(Direction.CAPTURE) == []

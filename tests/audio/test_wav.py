"""Sound files of every kind come in as 16 kHz mono, or are refused with the reason."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile

from clara_edge.audio.wav import read_wav, write_wav
from clara_edge.domain.errors import AudioError, AudioFileInvalidError


@pytest.fixture
def sound():
    return np.random.default_rng(3).integers(-32_767, 32_767, 16_000).astype(np.int16)


@pytest.fixture
def whole(tmp_path, sound) -> bytes:
    write_wav(tmp_path / "whole.wav", sound)
    return (tmp_path / "whole.wav").read_bytes()


def tone(seconds: float, rate_hz: int) -> np.ndarray:
    return 0.25 * np.sin(
        2 * np.pi * 440 * np.arange(round(seconds * rate_hz)) / rate_hz
    )


def level(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=float))))


def test_returns_bit_by_bit_what_was_written(tmp_path, sound):
    write_wav(tmp_path / "sound.wav", sound)

    assert np.array_equal(read_wav(tmp_path / "sound.wav"), sound)


@pytest.mark.parametrize(
    ("suffix", "subtype"),
    [
        ("wav", "PCM_U8"),
        ("wav", "PCM_16"),
        ("wav", "PCM_24"),
        ("wav", "PCM_32"),
        ("wav", "FLOAT"),
        ("flac", "PCM_16"),
        ("ogg", "VORBIS"),
        ("mp3", "MPEG_LAYER_III"),
    ],
)
@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_reads_any_format_rate_and_channels(
    tmp_path, suffix, subtype, rate_hz, channels
):
    path = tmp_path / f"sound.{suffix}"
    wave = np.repeat(tone(1.0, rate_hz)[:, None], channels, axis=1)
    soundfile.write(path, wave, rate_hz, subtype)

    samples = read_wav(path)

    assert samples.dtype == np.int16
    assert samples.size == pytest.approx(16_000, rel=0.1)  # MP3 pads
    middle = samples[4_000:12_000]
    assert level(middle) == pytest.approx(0.25 * 32_767 / np.sqrt(2), rel=0.03)
    assert np.argmax(np.abs(np.fft.rfft(middle))) * 2 == pytest.approx(440, abs=2)


def test_averages_channels(tmp_path):
    wave = tone(0.5, 16_000)
    soundfile.write(tmp_path / "out_of_phase.wav", np.stack([wave, -wave], 1), 16_000)

    assert np.abs(read_wav(tmp_path / "out_of_phase.wav")).max() <= 1


@pytest.mark.parametrize("length", [b"\xff\xff\xff\xff", b"\x00\xf0\xff\x7f"])
def test_reads_a_stream_of_unknown_length(tmp_path, whole, sound, length):
    path = tmp_path / "stream.wav"
    path.write_bytes(whole[:4] + length + whole[8:40] + length + whole[44:])

    assert np.array_equal(read_wav(path), sound)


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        (0, "is empty"),
        (11, "no sound file"),
        (30, "header and no sound"),
        (44, "truncated: 0 of 32000 bytes"),
        (20_000, "truncated: 19956 of 32000 bytes"),
        (32_043, "truncated: 31999 of 32000 bytes"),
    ],
)
def test_refuses_a_truncated_file(tmp_path, whole, cut, reason):
    path = tmp_path / "cut.wav"
    path.write_bytes(whole[:cut])

    with pytest.raises(AudioFileInvalidError, match=f"cut.wav.*{reason}"):
        read_wav(path)


def test_refuses_a_file_without_samples(tmp_path):
    write_wav(tmp_path / "silent.wav", np.zeros(0, np.int16))

    with pytest.raises(AudioFileInvalidError, match="holds no sound"):
        read_wav(tmp_path / "silent.wav")


def test_refuses_what_is_no_sound(tmp_path):
    (tmp_path / "letter.wav").write_text("Dear Clara, " * 99)

    with pytest.raises(AudioFileInvalidError, match="no sound file that can be read"):
        read_wav(tmp_path / "letter.wav")


def test_refuses_a_missing_file_and_a_folder(tmp_path):
    with pytest.raises(AudioFileInvalidError, match="No such file"):
        read_wav(tmp_path / "nowhere.wav")
    with pytest.raises(AudioFileInvalidError, match="directory"):
        read_wav(tmp_path)


def test_refuses_what_is_too_long(tmp_path, sound):
    write_wav(tmp_path / "long.wav", sound)

    with pytest.raises(AudioFileInvalidError, match=r"is 1 s long; use at most 0 s"):
        read_wav(tmp_path / "long.wav", max_s=0.4)


def test_says_why_a_file_cannot_be_written(tmp_path, sound):
    with pytest.raises(AudioError, match=r"cannot write .*No such file"):
        write_wav(tmp_path / "nowhere" / "sound.wav", sound)


def test_reads_real_recordings(test_data):
    folder = test_data / "speech" / "commands_real"

    recordings = [read_wav(path) for path in sorted(folder.glob("*.wav"))]

    assert recordings
    assert all(level(samples) > 50 for samples in recordings)

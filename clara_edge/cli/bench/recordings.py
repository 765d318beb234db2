"""The recordings that benchmarks listen to; they are not part of Clara."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import clara_edge
from clara_edge.domain.errors import AudioFileInvalidError, InputInvalidError
from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.ports.audio import Samples

VARIABLE = "CLARA_TEST_DATA"


def speech_folder() -> Path:
    """Return the folder of speech recordings.

    Raises:
        InputInvalidError: there is none where CLARA_TEST_DATA says, or beside the checkout.
    """
    return data_folder("speech") / "speech"


def data_folder(part: str = "nlu") -> Path:
    """Return the folder of data for measuring that has a part, such as speech.

    Raises:
        InputInvalidError: there is none where CLARA_TEST_DATA says, or beside the checkout.
    """
    checkout = Path(clara_edge.__file__).parent.parent
    named = os.environ.get(VARIABLE)
    places = [Path(named)] if named else [checkout.parent / "shared", Path("../shared")]
    for place in places:
        if (place / part).is_dir():
            return place.resolve()
    looked = " or ".join(str(place / part) for place in places)
    what = "recordings" if part == "speech" else "test data"
    raise InputInvalidError(
        f"no {what} in {looked}", remedy=f"set {VARIABLE} to their folder"
    )


def read_index(file: Path) -> list[dict[str, str]]:
    """Return the rows of a tab separated index with a heading."""
    if not file.is_file():
        raise InputInvalidError(
            f"the list of recordings {file} does not exist",
            remedy=f"set {VARIABLE} to the folder that holds it",
        )
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def sound_files(folder: Path) -> Sequence[Path]:
    """Return the WAV and FLAC files below a folder, in order."""
    return sorted(f for f in folder.rglob("*") if f.suffix in {".wav", ".flac"})


def read_recording(file: Path) -> Samples:
    """Return a recording at CAPTURE_RATE_HZ; of several channels the first.

    Raises:
        AudioFileInvalidError: it is missing or no sound file.
    """
    import soundfile
    import soxr

    try:
        samples, rate_hz = soundfile.read(file, dtype="int16", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise AudioFileInvalidError(f"{file} is no readable recording") from error
    mono: Samples = samples[:, 0]
    if rate_hz == CAPTURE_RATE_HZ:
        return mono
    return np.asarray(soxr.resample(mono, rate_hz, CAPTURE_RATE_HZ), dtype=np.int16)

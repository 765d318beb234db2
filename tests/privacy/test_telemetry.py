"""onnxruntime uploads usage data unless it is told not to before its first import."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import distribution
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ENTRY_POINTS = sorted(
    f"{entry.group}:{entry.name}={entry.value}"
    for entry in distribution("clara-edge").entry_points
)

# prints what onnxruntime would see at the moment of its import
LOAD_AND_WATCH = """
import os, sys
from importlib.abc import MetaPathFinder
from importlib.metadata import EntryPoint

seen = []

class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "onnxruntime":
            seen.append(os.environ.get("ORT_DISABLE_TELEMETRY"))

sys.meta_path.insert(0, Watch())
group, _, rest = sys.argv[1].partition(":")
name, _, value = rest.partition("=")
EntryPoint(name, value, group).load()
import onnxruntime
print(seen)
"""

MAKE_A_SESSION = """
import sys
if sys.argv[1] == "clara":
    import clara_edge
import onnxruntime
from onnxruntime.datasets import get_example
onnxruntime.InferenceSession(get_example("mul_1.onnx"))
"""


def run(code: str, *arguments: str, home: Path, **env: str) -> str:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name != "ORT_DISABLE_TELEMETRY" and not name.startswith("XDG_")
    }
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *arguments],
        env={**inherited, "HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_every_entry_point_forbids_telemetry_before_onnxruntime_is_imported(
    entry_point: str, tmp_path: Path
) -> None:
    assert run(LOAD_AND_WATCH, entry_point, home=tmp_path) == "['1']"


def test_the_entry_points_include_both_services_and_the_command() -> None:
    names = {entry.partition("=")[0] for entry in ENTRY_POINTS}

    assert {
        "console_scripts:clara",
        "console_scripts:clara-voice",
        "console_scripts:clara-web",
    } <= names


def test_importing_clara_overrules_an_environment_that_allows_telemetry(
    tmp_path: Path,
) -> None:
    code = "import clara_edge, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"

    assert run(code, home=tmp_path, ORT_DISABLE_TELEMETRY="0") == "1"


def test_a_session_leaves_nothing_behind_once_clara_is_imported(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()

    run(MAKE_A_SESSION, "clara", home=home)

    assert list(home.rglob("*")) == []

"""The interpreter and its virtual environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from setup_steps.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
_ASK = "import sys; print('%d.%d' % sys.version_info[:2])"


def parse_version(text: str) -> tuple[int, int] | None:
    """Return (major, minor) from "3.12", or None where it is no version."""
    match = re.fullmatch(r"(\d+)\.(\d+)(\..*)?", text.strip())
    return (int(match[1]), int(match[2])) if match else None


def is_supported(version: tuple[int, int] | None) -> bool:
    """Tell whether Clara runs on this version of Python."""
    return version is not None and OLDEST <= version <= NEWEST


def version_of(python: str) -> tuple[int, int] | None:
    """Ask an interpreter for its version; None where it does not run (a pyenv shim may not)."""
    try:
        done = subprocess.run(
            [python, "-c", _ASK], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return parse_version(done.stdout)


def choose(candidates: Iterable[str] | None = None) -> str:
    """Return the first interpreter that Clara runs on, or raise SetupError."""
    if candidates is None:
        wished = os.environ.get("PYTHON")
        names = ("python3", "python3.13", "python3.12", "python3.11")
        found = [shutil.which(name) for name in names]
        fallback = [
            path for path in (sys.executable, *found, "/usr/bin/python3") if path
        ]
        candidates = [wished] if wished else fallback
    seen: list[str] = []
    for python in candidates:
        version = version_of(python)
        if is_supported(version):
            return python
        shown = ".".join(map(str, version)) if version else "does not run"
        seen.append(f"{python}: {shown}")
    raise SetupError(
        f"Clara needs Python 3.11, 3.12 or 3.13 ({', '.join(seen) or 'none found'})",
        "install one (Debian 12 and 13 have it) or name it: PYTHON=/path/to/python3.13 make setup",
    )


def ensure_venv(folder: Path) -> Path:
    """Make the virtual environment, or remake one whose interpreter is gone; return its Python."""
    python = folder / "bin" / "python"
    if is_supported(version_of(str(python))) and (folder / "bin" / "pip").exists():
        return python
    base = choose()
    print(f"Making the virtual environment {folder.name} with {base}…")
    try:
        subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            f"{base} could not make a virtual environment",
            "on Debian install python3-venv; for another Python install its venv module",
        ) from error
    return python


def identity(venv: Path) -> str:
    """Return what changes when the environment is remade."""
    config = venv / "pyvenv.cfg"
    return f"{config.read_text('utf-8')}\n{config.stat().st_mtime_ns}"

#!/usr/bin/env python3
"""Everything that `make run` and `make test` need, installed once; standard library only.

Each step is stamped in .setup/ with a digest of its inputs: a second run does nothing and needs
no network, an interrupted one goes on where it stopped. Nothing outside this repository, the
models folder and (through apt) the system's packages is changed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

# tomllib is new in 3.11: say so before its import fails
if sys.version_info < (3, 11):  # noqa: UP036 - not installed, so nothing else checks it
    sys.exit(
        f"setup: error: this is Python {sys.version_info[0]}.{sys.version_info[1]}; Clara needs"
        " 3.11, 3.12 or 3.13; run: make setup PYTHON=/path/to/python3.13"
    )

from setup_steps import debian, python
from setup_steps.errors import SetupError
from setup_steps.progress import run_logged
from setup_steps.stamps import Stamps, key_of

REPO = Path(__file__).resolve().parent.parent
IMAGE = REPO / "image"
VENV = REPO / ".venv"
STATE = REPO / ".setup"
PURPOSES = {
    "run": (("build", "run"), IMAGE / "requirements.txt"),
    "test": (("build", "run", "test"), IMAGE / "requirements-test.txt"),
}
_NETWORK = (
    "check the network and run the same command again: it goes on where it stopped"
)


def main() -> int:
    """Set up for a purpose; 0 done, 1 failed."""
    options = _parse(sys.argv[1:])
    try:
        set_up(options.purpose, recommended=options.recommended)
    except SetupError as error:
        print(f"setup: error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped; the same command goes on from here", file=sys.stderr)
        return 130
    return 0


def set_up(purpose: str, *, recommended: bool) -> None:
    """Bring packages, environment and models to what the purpose needs."""
    groups, requirements = PURPOSES[purpose]
    debian.ensure(debian.read_packages(IMAGE / "debian-packages.toml", groups))
    interpreter = python.ensure_venv(VENV)
    environment = Environment(interpreter, Stamps(STATE), python.identity(VENV))
    environment.install_tools()
    environment.build_llama()
    environment.install(requirements)
    environment.install_clara()
    pull_models(recommended=recommended and purpose == "run")


class Environment:
    """The virtual environment and the steps that fill it, each done once per input."""

    def __init__(self, interpreter: Path, stamps: Stamps, identity: str) -> None:
        self._python = str(interpreter)
        self._stamps = stamps
        self._identity = identity

    def install_tools(self) -> None:
        """Install pip itself and what source distributions are built with."""
        file = IMAGE / "requirements-build.txt"
        arguments = ["--require-hashes", "-r", str(file)]
        self._step("build tools", key_of([], [file]), arguments)

    def build_llama(self) -> None:
        """Compile llama-cpp-python, which has no wheel; pip keeps the result in its cache."""
        lock = (IMAGE / "requirements.txt").read_text("utf-8")
        requirement = extract_requirement(lock, "llama-cpp-python")
        file = STATE / "llama-cpp-python.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(requirement, "utf-8")
        arguments = ["--require-hashes", "--no-build-isolation", "--no-deps", "-v"]
        self._step(
            "llama-cpp-python", key_of([requirement]), [*arguments, "-r", str(file)]
        )

    def install(self, requirements: Path) -> None:
        """Install the locked dependencies."""
        arguments = [
            "--require-hashes",
            "--no-build-isolation",
            "-r",
            str(requirements),
        ]
        self._step(requirements.stem, key_of([], [requirements]), arguments)

    def install_clara(self) -> None:
        """Install this checkout, so that its commands and engines are found."""
        arguments = ["--no-deps", "--no-build-isolation", "--editable", str(REPO)]
        self._step("clara-edge", key_of([], [REPO / "pyproject.toml"]), arguments)

    def _step(self, name: str, key: str, arguments: list[str]) -> None:
        stamp, key = name.replace(" ", "-"), key_of([key, self._identity])
        if self._stamps.is_done(stamp, key):
            return
        command = [self._python, "-m", "pip", "install", "--no-input", *arguments]
        log, jobs = STATE / f"{stamp}.log", str(compile_jobs())
        limits = {"CMAKE_BUILD_PARALLEL_LEVEL": jobs, **os.environ}
        # pip asks PATH for ninja and cmake
        limits["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
        run_logged(name, command, log, _NETWORK, limits)
        self._stamps.mark(stamp, key)


def compile_jobs() -> int:
    """Return how many compilers fit: one a core, and one a gigabyte of memory."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(os.cpu_count() or 1, memory >> 30))


def extract_requirement(lock: str, name: str) -> str:
    """Return one requirement with its hashes out of a lock, or raise SetupError."""
    match = re.search(
        rf"^{re.escape(name)}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL
    )
    if match is None:
        raise SetupError(f"{name} is not in the lock", "make the lock anew: make lock")
    return match[0]


def pull_models(*, recommended: bool) -> None:
    """Fetch the starter packs and, where their publishers answer, the recommended ones."""
    clara = str(VENV / "bin" / "clara")
    if subprocess.run(
        [clara, "models", "pull", "--quiet", "starter"], check=False
    ).returncode:
        print(
            "setup: Clara starts without these packs; typed text works", file=sys.stderr
        )
    if recommended and not os.environ.get("CI"):
        command = [clara, "models", "pull", "--quiet", "--if-reachable", "recommended"]
        subprocess.run(command, check=False)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="setup", description=__doc__.split("\n")[0])
    parser.add_argument("purpose", choices=sorted(PURPOSES))
    parser.add_argument(
        "--skip-recommended",
        dest="recommended",
        action="store_false",
        default=os.environ.get("SKIP_MODELS", "") in {"", "0"},
        help="do not fetch larger models (SKIP_MODELS=1 does the same)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

"""Debian packages: which are missing, and how they get here."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setup_steps.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A Debian package and the reason it is needed."""

    name: str
    group: str
    why: str


def read_packages(file: Path, groups: Iterable[str]) -> list[Package]:
    """Return the packages of some groups."""
    entries = tomllib.loads(file.read_text("utf-8"))["packages"]
    return [Package(**entry) for entry in entries if entry["group"] in set(groups)]


def parse_installed(listing: str) -> set[str]:
    """Return the installed packages in the output of dpkg-query, without architectures."""
    names = set()
    for line in listing.splitlines():
        name, _, status = line.partition(" ")
        if status.strip() == "installed":
            names.add(name.partition(":")[0])
    return names


def missing(wanted: Sequence[Package], installed: set[str]) -> list[Package]:
    """Return what is wanted and not installed."""
    return [package for package in wanted if package.name not in installed]


def ensure(wanted: Sequence[Package]) -> None:
    """Install what is missing, through sudo when not root, saying which and why."""
    if shutil.which("dpkg-query") is None:
        print("This is not a Debian system. Make sure that it has the equivalents of:")
        _explain(wanted)
        return
    lacking = missing(wanted, parse_installed(_listing()))
    if not lacking:
        return
    print(f"{len(lacking)} Debian packages are missing:")
    _explain(lacking)
    prefix = _as_root([package.name for package in lacking])
    print("Installing them" + (" (sudo may ask for your password)…" if prefix else "…"))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    names = [package.name for package in lacking]
    _apt([*prefix, "apt-get", "update", "-q"], environment, names)
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *names]
    _apt([*prefix, *install], environment, names)


def _listing() -> str:
    form = "${binary:Package} ${db:Status-Status}\n"
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", form], check=True, capture_output=True, text=True
    )
    return done.stdout


def _explain(packages: Iterable[Package]) -> None:
    for package in packages:
        print(f"  {package.name:<20} {package.why}")


def _as_root(names: Sequence[str]) -> list[str]:
    if os.geteuid() == 0:
        return []
    if sudo := shutil.which("sudo"):
        return [sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
    raise SetupError(
        "Debian packages are missing, and there is no sudo",
        "as root run: apt-get install " + " ".join(names),
    )


def _apt(
    command: Sequence[str], environment: dict[str, str], names: Sequence[str]
) -> None:
    try:
        subprocess.run(command, check=True, env=environment)
    except subprocess.CalledProcessError as error:
        raise SetupError(
            f"{' '.join(error.cmd)} failed with status {error.returncode}",
            "check the network, or as root run: apt-get install " + " ".join(names),
        ) from error

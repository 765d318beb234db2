"""Run a command without a network, and list every file it changed and every address it tried."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CALLS = (
    "open,openat,openat2,creat,truncate,mknod,mknodat,mkdir,mkdirat,rmdir,unlink,unlinkat,"
    "rename,renameat,renameat2,link,linkat,symlink,symlinkat,chmod,fchmodat,chdir,fchdir,"
    "connect,bind,sendto,sendmsg,sendmmsg"
)
_NETWORK_CALLS = {"connect", "bind", "sendto", "sendmsg", "sendmmsg"}
_OPENING_CALLS = {"open", "openat", "openat2", "creat"}
_WRITING_FLAGS = re.compile(r"\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b")
_CALL = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$")
_PATH = re.compile(
    r'(?:(?:AT_FDCWD|\d+)(?:<(?P<folder>[^>]*)>)?, )?"(?P<name>(?:[^"\\]|\\.)*)"'
)
_INTERNET = re.compile(
    r'sa_family=AF_INET6?\b.*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]*)"'
)
_LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+")
_IN_NAMESPACE = "ip link set lo up && exec strace -ff -y -s 4096 -e trace=$0 -o"


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command did."""

    status: int
    stdout: str
    stderr: str
    changed: frozenset[Path]
    """Files and folders opened for writing, made, renamed or removed."""
    addresses: frozenset[str]
    """Internet addresses beyond loopback that were tried, also in vain."""

    def changed_outside(self, *folders: Path) -> list[Path]:
        """Return what was changed outside `folders`; devices and memory are no files."""
        allowed = (*folders, Path("/dev/null"), Path("/dev/tty"), Path("/proc/self"))
        return sorted(
            path
            for path in self.changed
            if not any(path.is_relative_to(folder) for folder in allowed)
            and not str(path).startswith("/memfd:")
        )


def require_sandbox() -> None:
    """Skip the test where a network namespace or strace cannot be had."""
    missing = [name for name in ("strace", "unshare", "ip") if not shutil.which(name)]
    if missing:
        reason = f"no {', '.join(missing)}: install strace, util-linux and iproute2"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    tried = subprocess.run(
        [*_unshare(), "sh", "-c", "ip link set lo up && exec strace -o /dev/null true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip(f"this machine permits no watched namespace: {tried.stderr}")


def watch(
    argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, traces: Path
) -> Watched:
    """Run `argv` with loopback as its only interface and follow all of its processes.

    Args:
        argv: the command.
        env: its whole environment.
        cwd: its working directory, which it must not change.
        traces: an empty folder for strace's records, one for each thread.
    """
    process = subprocess.run(
        [*_unshare(), "sh", "-c", f'{_IN_NAMESPACE} "$@"', _CALLS,
         str(traces / "trace"), *argv],
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )  # fmt: skip
    changed: set[Path] = set()
    addresses: set[str] = set()
    records = list(traces.iterdir())
    assert records, process.stderr
    for record in records:
        for line in record.read_text(errors="replace").splitlines():
            call = _CALL.match(line)
            if call is None:
                continue
            name, arguments, result, rest = call.groups()
            assert name not in {"chdir", "fchdir"}, f"relative paths are lost: {line}"
            if name in _NETWORK_CALLS:
                addresses |= _beyond_loopback(arguments)
            elif result.isdigit():
                changed |= _changed_by(name, arguments, rest, cwd)
    return Watched(
        process.returncode,
        process.stdout,
        process.stderr,
        frozenset(changed),
        frozenset(addresses),
    )


def _unshare() -> list[str]:
    as_root = os.geteuid() == 0
    return ["unshare", "--net"] if as_root else ["unshare", "--net", "--map-root-user"]


def _beyond_loopback(arguments: str) -> set[str]:
    return {
        address
        for address in _INTERNET.findall(arguments)
        if not _LOOPBACK.fullmatch(address)
    }


def _changed_by(name: str, arguments: str, result: str, cwd: Path) -> set[Path]:
    if name in _OPENING_CALLS:
        if name != "creat" and not _WRITING_FLAGS.search(arguments):
            return set()
        # -y tells which file the descriptor really is, past links
        opened = result.strip().removeprefix("<").removesuffix(">")
        return {_normal(Path(opened))}
    return {
        _normal(Path(found["folder"] or cwd) / found["name"])
        for found in _PATH.finditer(arguments)
    }


def _normal(path: Path) -> Path:
    own = re.sub(r"^/proc/\d+", "/proc/self", str(path))
    return Path(os.path.normpath(own.removesuffix(" (deleted)")))

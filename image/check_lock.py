"""Check that every locked requirement can be had for each Python and machine Clara supports.

Asks uv to resolve the lock, with hashes, for each combination: wheels only, except for the
packages below, which exist as source alone. Nothing is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

IMAGE = Path(__file__).resolve().parent
LOCKS = ("requirements-build.txt", "requirements.txt", "requirements-test.txt")
PYTHONS = ("3.11", "3.13")
# Debian 12 has glibc 2.36, Debian 13 a newer one
PLATFORMS = ("x86_64-manylinux_2_36", "aarch64-manylinux_2_36")
SOURCE_ONLY = ("docopt", "forbiddenfruit", "llama-cpp-python", "pyalsaaudio")


def main(uv: str) -> int:
    """Print one line per combination; 0 when all can be had, else 1."""
    failed = False
    for lock in LOCKS:
        for python in PYTHONS:
            for platform in PLATFORMS:
                where = f"{lock:<24} Python {python:<5} {platform.partition('-')[0]:<8}"
                names, complaint = resolve(uv, lock, python, platform)
                if complaint:
                    failed = True
                    print(f"{where} FAILED\n{complaint}")
                    continue
                source = sorted(names & set(SOURCE_ONLY))
                note = (
                    f", {len(source)} from source ({', '.join(source)})"
                    if source
                    else ""
                )
                print(f"{where} {len(names) - len(source)} wheels{note}")
    return int(failed)


def resolve(uv: str, lock: str, python: str, platform: str) -> tuple[set[str], str]:
    """Return the names that would be installed, and uv's complaint if it has one."""
    with tempfile.TemporaryDirectory() as empty:
        command = [
            uv, "pip", "install", "--dry-run", "--require-hashes", "--no-deps",
            "--target", empty, "--python-version", python, "--python-platform", platform,
            "--only-binary", ":all:",
        ]  # fmt: skip
        for name in SOURCE_ONLY:
            command += ["--no-binary", name]
        command += ["-r", str(IMAGE / lock)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    names = set(re.findall(r"^ \+ (\S+?)==", done.stderr + done.stdout, re.MULTILINE))
    return (
        names,
        "" if done.returncode == 0 and names else done.stderr.strip() or "nothing",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

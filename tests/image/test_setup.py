"""The set-up's decisions; its doing is what `make setup` in a fresh clone shows."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import setup
from setup_steps import debian, python
from setup_steps.errors import SetupError
from setup_steps.progress import Meter, parse_ninja, parse_pip, run_logged
from setup_steps.stamps import Stamps, key_of

REPO = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-build.txt"]


def test_installed_packages_are_read_without_their_architecture():
    listing = "flite installed\nlibasound2-dev:amd64 installed\nsox config-files\n"

    assert debian.parse_installed(listing) == {"flite", "libasound2-dev"}


def test_only_missing_packages_are_asked_for():
    wanted = [debian.Package("a", "run", "x"), debian.Package("b", "run", "y")]

    assert [p.name for p in debian.missing(wanted, {"a", "c"})] == ["b"]


def test_every_debian_package_has_a_known_group_and_a_reason():
    packages = debian.read_packages(
        REPO / "image/debian-packages.toml", ["build", "run", "test"]
    )
    listed = tomllib.loads((REPO / "image/debian-packages.toml").read_text())[
        "packages"
    ]

    assert len(packages) == len(listed)
    assert all(package.why for package in packages)


@pytest.fixture
def bare_debian(tmp_path, monkeypatch):
    """A PATH with a Debian on which only python3-venv is installed; returns its programs' log."""
    log = tmp_path / "log"
    programs = {
        "dpkg-query": "echo 'python3-venv installed'",
        "sudo": f'echo "$@" >> {log}',
    }
    for name, script in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return log


VENV = debian.Package("python3-venv", "build", "makes the virtual environment")
FLITE = debian.Package("flite", "run", "speaks")


def test_missing_packages_are_explained_and_installed_through_sudo(bare_debian, capsys):
    debian.ensure([VENV, FLITE])

    said = capsys.readouterr().out
    assert "1 Debian packages are missing" in said
    assert "flite                speaks" in said
    update, install = bare_debian.read_text().splitlines()
    assert update.endswith("apt-get update -q")
    assert install.endswith("install -q -y --no-install-recommends flite")


def test_nothing_is_asked_for_where_nothing_is_missing(bare_debian, capsys):
    debian.ensure([VENV])

    assert capsys.readouterr().out == ""
    assert not bare_debian.exists()


def test_without_sudo_the_command_for_root_is_named(bare_debian):
    (bare_debian.parent / "sudo").unlink()

    with pytest.raises(SetupError, match="as root run: apt-get install flite"):
        debian.ensure([VENV, FLITE])


def test_failing_apt_is_reported_with_its_command(bare_debian):
    (bare_debian.parent / "sudo").write_text("#!/bin/sh\nexit 100\n")

    with pytest.raises(SetupError, match="apt-get update -q failed with status 100"):
        debian.ensure([FLITE])


def test_other_systems_are_told_what_to_have(bare_debian, capsys):
    (bare_debian.parent / "dpkg-query").unlink()

    debian.ensure([FLITE])

    assert "equivalents of:\n  flite" in capsys.readouterr().out


def test_running_needs_no_test_packages():
    groups, _ = setup.PURPOSES["run"]

    assert "test" not in groups


@pytest.mark.parametrize(
    ("text", "version"),
    [("3.11", (3, 11)), ("3.13.5\n", (3, 13)), ("", None), ("pyenv: not found", None)],
)
def test_version_is_read_or_refused(text, version):
    assert python.parse_version(text) == version


@pytest.mark.parametrize(
    ("version", "fine"),
    [
        ((3, 10), False),
        ((3, 11), True),
        ((3, 13), True),
        ((3, 14), False),
        (None, False),
    ],
)
def test_python_3_11_to_3_13_are_supported(version, fine):
    assert python.is_supported(version) is fine


def interpreter(folder: Path, name: str, version: str) -> str:
    """Write a program that answers like an interpreter of some version."""
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(0o755)
    return str(path)


def test_an_old_python_is_passed_over_for_a_fitting_one(tmp_path):
    old = interpreter(tmp_path, "old", "3.10")
    fitting = interpreter(tmp_path, "fitting", "3.12")

    assert python.choose([old, str(tmp_path / "absent"), fitting]) == fitting


def test_only_unfitting_pythons_is_an_error_that_lists_them(tmp_path):
    old = interpreter(tmp_path, "old", "3.10")
    new = interpreter(tmp_path, "new", "3.14")

    with pytest.raises(SetupError, match=r"old: 3\.10.*new: 3\.14.*PYTHON="):
        python.choose([old, new])


def test_environment_whose_python_is_gone_is_made_anew(tmp_path):
    (tmp_path / "venv/bin").mkdir(parents=True)
    (tmp_path / "venv/bin/python").symlink_to(tmp_path / "gone")

    made = python.ensure_venv(tmp_path / "venv")

    assert python.is_supported(python.version_of(str(made)))


def test_step_is_done_only_for_the_inputs_it_was_done_with(tmp_path):
    stamps = Stamps(tmp_path / "state")
    key = key_of(["3.11"])

    assert not stamps.is_done("step", key)
    stamps.mark("step", key)

    assert stamps.is_done("step", key)
    assert not stamps.is_done("step", key_of(["3.13"]))
    assert not stamps.is_done("other", key)


def test_key_depends_on_content_and_on_where_one_part_ends(tmp_path):
    file = tmp_path / "f"
    file.write_text("one")
    first = key_of(["a"], [file])
    file.write_text("two")

    assert key_of(["a"], [file]) != first
    assert key_of(["ab", "c"]) != key_of(["a", "bc"])


@pytest.mark.parametrize(
    ("line", "step"),
    [
        (
            "  [12/193] Building CXX object src/llama.cpp.o",
            (12, 193, "Building CXX object src/llama.cpp.o"),
        ),
        ("[193/193] Linking", (193, 193, "Linking")),
        ("[1/0] nothing", None),
        ("array[3/4] x", None),
        ("-- Configuring done", None),
    ],
)
def test_ninja_lines_are_recognised(line, step):
    assert parse_ninja(line) == step


def test_pip_lines_are_put_in_few_words():
    assert parse_pip("Collecting numpy==2.4.6 (from -r x)") == "collecting numpy==2.4.6"
    line = "  Downloading https://files.example/ab/numpy-2.4.6-cp311.whl (16 MB)"
    assert parse_pip(line) == "downloading numpy-2.4.6-cp311.whl"
    assert parse_pip("Requirement already satisfied: pip") is None


class Terminal(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def drawn(out: io.StringIO, times: list[float]) -> str:
    """Feed one ninja line at each time and return what was written."""
    clock = iter([0.0, *times])
    meter = Meter("build", out, lambda: next(clock))
    for number, _ in enumerate(times, start=1):
        meter.feed(f"[{number}/{len(times)}] step")
    return out.getvalue()


def test_meter_writes_at_most_a_line_every_five_seconds_into_a_log():
    output = drawn(io.StringIO(), [1.0, 2.0, 4.0, 6.5, 7.0, 65.0])

    assert [line.rsplit(", ", 1)[1] for line in output.splitlines()] == [
        "0:01",
        "0:06",
        "1:05",
    ]
    assert "\x1b" not in output


def test_meter_redraws_one_line_with_a_full_bar_on_a_terminal():
    output = drawn(Terminal(), [1.0, 2.0, 2.01])

    assert "\n" not in output
    assert output.rsplit("\r", 1)[1].count("█") == 28


def test_failing_command_shows_its_last_words_and_keeps_the_log(tmp_path, capfd):
    command = ["sh", "-c", "echo first; echo reason; exit 3"]

    with pytest.raises(SetupError, match=r"step failed.*x\.log.*try again"):
        run_logged("step", command, tmp_path / "x.log", "try again")
    assert "reason" in capfd.readouterr().err
    assert (tmp_path / "x.log").read_text() == "first\nreason\n"


def test_command_gets_the_environment_it_is_given(tmp_path):
    run_logged(
        "step", ["sh", "-c", "echo $JOBS"], tmp_path / "x.log", "", {"JOBS": "7"}
    )

    assert (tmp_path / "x.log").read_text() == "7\n"


def test_one_requirement_is_cut_out_of_the_lock_with_its_hashes():
    lock = "a==1 \\\n    --hash=sha256:1\nllama-cpp-python==2 \\\n    --hash=sha256:2\nz==3\n"

    assert setup.extract_requirement(lock, "llama-cpp-python") == (
        "llama-cpp-python==2 \\\n    --hash=sha256:2\n"
    )
    with pytest.raises(SetupError, match="make lock"):
        setup.extract_requirement(lock, "absent")


def test_compilers_fit_the_machine():
    assert 1 <= setup.compile_jobs() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("environment", "arguments", "wanted"),
    [
        ({}, [], True),
        ({"SKIP_MODELS": "1"}, [], False),
        ({}, ["--skip-recommended"], False),
    ],
)
def test_larger_models_can_be_skipped(environment, arguments, wanted):
    code = "import sys, setup; print(setup._parse(sys.argv[1:]).recommended)"
    clean = {k: v for k, v in os.environ.items() if k != "SKIP_MODELS"}
    done = subprocess.run(
        [sys.executable, "-c", code, "run", *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=REPO / "image",
        env={**clean, **environment},
    )

    assert done.stdout.strip() == str(wanted)


def test_script_runs_with_the_standard_library_alone():
    done = subprocess.run(
        [sys.executable, "-E", "-S", REPO / "image/setup.py", "--help"],
        check=False,
        capture_output=True,
        text=True,
    )

    assert "--skip-recommended" in done.stdout, done.stderr


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_requirement_is_pinned_and_hashed(name):
    text = (REPO / "image" / name).read_text()
    entries = re.findall(
        r"^(\S+?)==(\S+)(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL
    )

    assert len(entries) == len(re.findall(r"^\S", text, re.MULTILINE))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", rest) for _, _, rest in entries)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address(name):
    text = (REPO / "image" / name).read_text()

    assert not re.search(r"://|index|find-links|@ ", text)


def names_in(lock: str) -> dict[str, str]:
    text = (REPO / "image" / lock).read_text()
    return dict(re.findall(r"^(\S+)==(\S+)(?: \\| ;)", text, re.MULTILINE))


def test_lock_holds_everything_that_the_project_asks_for():
    project = tomllib.loads((REPO / "pyproject.toml").read_text())
    groups = project["dependency-groups"]

    def asked(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=~ ]", r)[0].lower() for r in requirements}

    run, test = names_in("requirements.txt"), names_in("requirements-test.txt")
    assert asked(project["project"]["dependencies"]) <= run.keys()
    assert asked(groups["test"]) <= test.keys()
    assert asked(groups["build"]) <= names_in("requirements-build.txt").keys()


def test_tests_run_with_the_versions_that_people_run():
    run, test = names_in("requirements.txt"), names_in("requirements-test.txt")

    assert {name: test.get(name) for name in run} == run


def test_make_help_lists_every_target_for_people():
    makefile = (REPO / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE))
    internal = {"python", "setup-test", "pytest"}
    output = subprocess.run(
        ["make", "help"], check=True, capture_output=True, text=True, cwd=REPO
    ).stdout

    shown = set(re.findall(r"^\s+\x1b\[36m(\S+)\s*\x1b", output, re.MULTILINE))
    assert shown == phony - internal


def test_ci_runs_make_test():
    assert "make test" in (REPO / ".ci/run").read_text()
    assert os.access(REPO / ".ci/run", os.X_OK)

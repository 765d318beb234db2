"""Commands, targets, paths and links on the pages exist, and every command and target has a place."""

from __future__ import annotations

import html
import re
import runpy
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from clara_edge.cli.main import COMMANDS, cli
from tests.docs.pages import PAGES, README, REPO, section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IMAGES = REPO / "docs/images"
SCRIPT = runpy.run_path(str(IMAGES / "make_terminal.py"))
TOP_FOLDERS = ("clara_edge", "web_ui", "tests", "docs", "image", "systemd", "training")

every_page = pytest.mark.parametrize(
    "page", PAGES, ids=[str(page.relative_to(REPO)) for page in PAGES]
)


def leaves(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        yield f"{path} {name}"
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, f"{path} {name}")


def written_commands(text: str) -> set[str]:
    """Return every `clara …` line of a code block and of code in running text."""
    inline = re.findall(r"`(clara [^`\n]+)`", text)
    lines = re.findall(r"^(?: {4}|\$ )?(clara .+)$", text, re.MULTILINE)
    return {line.split("  #")[0].strip() for line in (*inline, *lines)}


def walk(words: list[str]) -> None:
    """Fail if a command or option in these words does not exist."""
    command: click.Command = cli
    position = 1
    while position < len(words):
        word = words[position]
        position += 1
        known = {
            name: parameter
            for parameter in command.params
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        if word.startswith("-") and len(word) > 1 and word != "--help":
            name = word.split("=")[0]
            assert name in known, f"{' '.join(words)}: no option {name}"
            option = known[name]
            takes_value = not option.is_flag and "=" not in word
            position += option.nargs if takes_value else 0
        elif isinstance(command, click.Group) and word not in {"…", "--help"}:
            found = command.get_command(click.Context(command), word)
            assert found is not None, f"{' '.join(words)}: no command {word}"
            command = found


def test_every_command_is_in_the_readme() -> None:
    table = section(README, "Commands")
    for path in leaves(cli, "clara"):
        _, *names = path.split()
        line = next(
            (row for row in table.splitlines() if f"`clara {names[0]}" in row), ""
        )
        assert line, f"{path} is not documented"
        assert len(names) == 1 or re.search(rf"`(?:{path}|{names[1]})`", line), path


def test_the_command_table_has_no_command_that_does_not_exist() -> None:
    named = re.findall(r"`clara (\w+)", section(README, "Commands"))

    assert set(named) == set(COMMANDS)


@every_page
def test_commands_on_a_page_exist(page: Path) -> None:
    for line in written_commands(page.read_text("utf-8")):
        walk(shlex.split(line.replace("\N{RIGHT SINGLE QUOTATION MARK}", "")))


@pytest.mark.parametrize(
    "line", ["clara fetch", "clara ask --loud x", "clara models get"]
)
def test_a_command_or_option_that_does_not_exist_is_found(line: str) -> None:
    with pytest.raises(AssertionError, match=r"no (command|option)"):
        walk(shlex.split(line))


def test_every_make_target_is_documented() -> None:
    makefile = (REPO / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)

    assert {"run", "test"} <= set(targets)
    for target in targets:
        assert f"make {target}" in README


@every_page
def test_make_targets_on_a_page_exist(page: Path) -> None:
    makefile = (REPO / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    for code in re.findall(r"`(?:\w+=\S+ )?make ([a-z-]+)", page.read_text("utf-8")):
        assert code in targets


@every_page
def test_relative_links_resolve(page: Path) -> None:
    text = re.sub(
        r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            slugs = [
                re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings
            ]
            assert anchor in slugs, link


@every_page
def test_paths_of_the_repository_on_a_page_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    tops = "|".join(TOP_FOLDERS)
    for path in re.findall(rf"(?<![\w/.~-])((?:{tops})/[\w./-]*\w)", text):
        assert (REPO / path).exists(), path
    for path in re.findall(r"`([\w-]+(?:/[\w.-]+)+)`", text):
        if (page.parent / path.split("/")[0]).is_dir():
            assert (page.parent / path).exists(), path


@pytest.mark.parametrize("name", SCRIPT["PICTURES"])
def test_the_picture_shows_the_session_and_nothing_of_the_machine(name: str) -> None:
    picture = IMAGES / name
    svg = html.unescape(picture.read_text("utf-8")).replace("\N{NO-BREAK SPACE}", " ")

    assert f"]({picture.relative_to(REPO)})" in README
    for command in SCRIPT["PICTURES"][name]:
        assert command in svg
    assert not re.search(
        r"(?<![\w.~:/])/(?!dev/null)\w+/\w", re.sub(r"<[^>]+>", " ", svg)
    )
    assert set(re.findall(r"https?://([^/:\"<\s]+)", svg)) <= {
        "www.w3.org",
        "127.0.0.1",
    }

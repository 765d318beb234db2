"""Which format a file has, and which encoding."""

from __future__ import annotations

import codecs

import pytest

from clara_edge.domain.errors import FileInvalidError
from clara_edge.domain.snapshot import Snapshot
from clara_edge.exchange.decoding import decode
from clara_edge.exchange.formats import Format, by_extension, detect, read, write
from clara_edge.exchange.limits import MAX_BYTES
from tests.exchange.samples import CREATED, SOURCE, everything, task


@pytest.mark.parametrize("kind", list(Format))
@pytest.mark.parametrize("content", [everything(), Snapshot(tasks=[task("a", "One")])])
def test_what_is_written_is_recognised_without_a_name(kind, content):
    assert detect(write(content, kind, SOURCE)) is kind


@pytest.mark.parametrize("kind", [Format.JSON, Format.CSV, Format.MARKDOWN, Format.ICS])
def test_nothing_is_written_and_read_as_nothing(kind):
    text = write(Snapshot(), kind, SOURCE)

    _, plan = read(text.encode(), kind, SOURCE)

    assert not plan.snapshot.tasks
    assert not plan.rejections


@pytest.mark.parametrize("kind", list(Format))
def test_only_json_has_what_is_in_the_trash(kind):
    trashed = Snapshot(tasks=[task("a", "Thrown away", deleted_at=CREATED)])

    assert ("Thrown away" in write(trashed, kind, SOURCE)) is (kind is Format.JSON)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("a.ICS", Format.ICS), ("a.md", Format.MARKDOWN), ("a.txt", Format.MARKDOWN)),
        *(("a.csv", Format.CSV), ("a.json", Format.JSON), ("a", None), ("a.pdf", None)),
    ],
)
def test_the_name_of_a_file_suggests_a_format(name, kind):
    assert by_extension(name) is kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("buy milk\n- bread\n", "", Format.MARKDOWN),
        ("Task,Due\nx,\n", "list.csv", Format.CSV),
        ('TYPE,CONTENT\ntask,"x"\n', "list.csv", Format.TODOIST),
        ('\n {"description":"x"}\n', "", Format.TASKWARRIOR),
        ('[ {"description":"x"} ]', "", Format.TASKWARRIOR),
        ("[x] not JSON\n- [ ] y\n", "", Format.MARKDOWN),
        ("begin:vcalendar\n", "wrong.txt", Format.ICS),
    ],
)
def test_content_counts_for_more_than_the_name(text, name, kind):
    assert detect(text, name) is kind


@pytest.mark.parametrize("text", ["", "hello", "a: b\n  c: d\n", "<html>"])
def test_asks_for_the_format_of_what_it_does_not_know(text):
    with pytest.raises(FileInvalidError, match="--format"):
        detect(text)


@pytest.mark.parametrize(
    "data",
    [
        "title\nÄpfel 🍏\n".encode(),
        codecs.BOM_UTF8 + "title\nÄpfel 🍏\n".encode(),
        codecs.BOM_UTF16_LE + "title\r\nÄpfel 🍏\r\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "title\rÄpfel 🍏\r".encode("utf-16-be"),
    ],
)
def test_unicode_is_recognised(data):
    assert decode(data) == ("title\nÄpfel 🍏\n", [])


def test_anything_else_is_latin_1_and_says_so():
    text, notes = decode("title\nÄpfel\n".encode("latin-1"))

    assert text == "title\nÄpfel\n"
    assert "latin-1" in notes[0].reason


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 40,
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        codecs.BOM_UTF16_LE + b"\x00\xd8x",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" * 30,
    ],
)
def test_refuses_what_is_no_text(data):
    with pytest.raises(FileInvalidError):
        read(data, None, SOURCE)


def test_refuses_a_file_that_is_too_large():
    with pytest.raises(FileInvalidError, match="50,000,001 bytes"):
        decode(bytes(MAX_BYTES + 1))

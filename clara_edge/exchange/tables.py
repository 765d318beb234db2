"""Rows of a CSV file with the lines on which they begin."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from .limits import MAX_LINE_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .gathering import Gathering

_DELIMITERS = (",", ";", "\t")


def table_rows(text: str, gathering: Gathering) -> Iterator[tuple[str, list[str]]]:
    """Yield ("line 3", cells) of every row that is not blank; report what is no row."""
    # quoted cells go over several lines, so a limit for cells and not for lines it is;
    # csv keeps this limit for the whole process
    csv.field_size_limit(MAX_LINE_CHARS)
    lines = io.StringIO(text, newline="")
    separator = delimiter(text)
    reader = csv.reader(lines, delimiter=separator)
    last = 1
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            if _ends_in_quotes(text, last, separator):
                reason = "a quotation mark is not closed; all that follows it was taken as one"
                gathering.reject(f"line {last}", "", reason)
            return
        except csv.Error as error:
            gathering.reject(f"line {line}", "", error)
            continue
        last = line
        if any(cell.strip() for cell in row):
            yield f"line {line}", row


def _ends_in_quotes(text: str, last: int, separator: str) -> bool:
    """Whether the row that begins on line `last` is one because the text ends there."""
    rest = "\n".join(text.split("\n")[last - 1 :])
    try:
        list(
            csv.reader(io.StringIO(rest, newline=""), delimiter=separator, strict=True)
        )
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def delimiter(text: str) -> str:
    """Return what separates the cells of the first line."""
    first = text.lstrip().split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)

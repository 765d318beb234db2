"""Cells of a spreadsheet that must not be taken for formulas."""

from __future__ import annotations

import re

# what Excel, LibreOffice and Google Sheets evaluate or strip (OWASP, CSV injection)
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_QUOTED = re.compile(r"'+[=+\-@\t\r\n]")


def harmless(cell: str) -> str:
    """Return a cell that spreadsheets show as text; plain() gives the value back."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def plain(cell: str) -> str:
    """Return the value of a cell made by harmless()."""
    return cell[1:] if _QUOTED.match(cell) else cell

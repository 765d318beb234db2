"""The pages of the repository, and their parts."""

from __future__ import annotations

import re
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(
    page
    for page in (*REPO.glob("*.md"), *REPO.glob("*/*.md"), *REPO.glob("docs/**/*.md"))
    if not page.relative_to(REPO).parts[0].startswith(".")
)
README = (REPO / "README.md").read_text("utf-8")


def section(text: str, heading: str) -> str:
    match = re.search(
        rf"^#+ {heading}$(.*?)(?=^#{{2,}} |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert match, f"no section {heading}"
    return match[1]

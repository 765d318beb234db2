"""The catalogues of translated texts: `python -m web_ui.catalogues` brings them up to date.

messages.pot has every text of the pages, <language>/LC_MESSAGES/messages.po what
people translated, messages.mo the same for the program, scripts.json which texts the
scripts need.
"""

from __future__ import annotations

import ast
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from web_ui.scripts import FOLDER, KEYWORDS, SCRIPT_TEXTS
from web_ui.texts import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Text = str | tuple[str, str]

PACKAGE = Path(__file__).parent
TRANSLATIONS = PACKAGE / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
TRANSLATED = LANGUAGES[1:]
"""English is in the source."""
HOW = "make translations"
_WIDTH = 88
_PYTHON_KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "ngettext": (1, 2),
}
_METHODS = [("static/**", "ignore"), ("**.py", "python"), ("**.html", "jinja2")]
_SCRIPTS = [("**.js", "javascript")]
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Always the same one: otherwise every run would be a change."""
_HINT = "Translators:"


def main() -> None:
    """Write what the source has now; translations stay."""
    found = extracted()
    TEMPLATE.write_bytes(as_po(found))
    SCRIPT_TEXTS.write_text(as_json(script_texts()), "utf-8")
    for language in TRANSLATED:
        catalogue = updated(language, found)
        path = po_path(language)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        untranslated = len(missing(catalogue))
        name = path.relative_to(PACKAGE.parent)
        sys.stdout.write(f"{name}: {untranslated} texts to translate\n")


def extracted() -> Catalog:
    """Return every text of Python, templates and scripts, without places or dates."""
    catalogue = _empty()
    for text, hints in sorted(_texts(), key=lambda one: _key(one[0])):
        catalogue.add(text, auto_comments=hints)
    return catalogue


def script_texts() -> list[Text]:
    """Return every text of the scripts; those with a plural as pairs."""
    found = extract_from_dir(FOLDER, _SCRIPTS, keywords=KEYWORDS)
    return sorted({_text(text) for _file, _line, text, *_ in found}, key=_key)


def python_texts(source: str) -> Iterator[Text]:
    """Find the texts of a module, also those within f-strings, which babel leaves out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            many = node.func.id == "ngettext"
            if node.func.id in _PYTHON_KEYWORDS:
                said = [_literal(one) for one in node.args[: 1 + many]]
                if said and all(said):
                    yield _text(said if many else said[0])


def updated(language: str, found: Catalog) -> Catalog:
    """Return the translations of a language for these texts; none is guessed."""
    with po_path(language).open("rb") as file:
        known = read_po(file, locale=language)
    catalogue = _empty(language)
    for message in found:
        if message.id:
            old = known.get(message.id)
            catalogue.add(
                message.id,
                old.string if old is not None and old.id == message.id else "",
                auto_comments=message.auto_comments,
                user_comments=old.user_comments if old is not None else (),
            )
    return catalogue


def missing(catalogue: Catalog) -> list[Text]:
    """Return what has no translation, or not every form of one."""
    found = []
    for message in catalogue:
        forms = [message.string] if isinstance(message.string, str) else message.string
        if message.id and not (forms and all(forms)):
            found.append(_text(message.id))
    return found


def po_path(language: str) -> Path:
    """Return where the translations of a language are."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def as_po(catalogue: Catalog) -> bytes:
    """Return the file that people edit, ending in one line break."""
    out = io.BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=True)
    return _header(catalogue) + out.getvalue().strip() + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """Return the file that the program reads."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def as_json(texts: list[Text]) -> str:
    """Return the list that the pages read."""
    return json.dumps(texts, ensure_ascii=False, indent=0) + "\n"


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        language,
        project="Clara Edge",
        fuzzy=False,
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
    )


def _texts() -> Iterator[tuple[Text, list[str]]]:
    for _file, _line, text, hints, _context in extract_from_dir(
        PACKAGE, _METHODS, keywords=_PYTHON_KEYWORDS, comment_tags=(_HINT,)
    ):
        yield _text(text), hints
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in python_texts(path.read_text("utf-8")):
            yield text, []
    for text in script_texts():
        yield text, []


def _literal(node: ast.expr) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) else ""


def _text(found: str | Sequence[Any]) -> Text:
    return found if isinstance(found, str) else (str(found[0]), str(found[1]))


def _key(text: Text) -> str:
    return text if isinstance(text, str) else text[0]


def _header(catalogue: Catalog) -> bytes:
    lines = ["Content-Type: text/plain; charset=utf-8\\n"]
    if catalogue.locale is not None:
        lines.insert(0, f"Language: {catalogue.locale}\\n")
        lines.append(f"Plural-Forms: {catalogue.plural_forms}\\n")
    quoted = "".join(f'"{line}"\n' for line in lines)
    return f'msgid ""\nmsgstr ""\n{quoted}\n'.encode()


if __name__ == "__main__":
    main()

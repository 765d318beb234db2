"""The vocabulary file of a model: one `symbol id` a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelDamagedError, ModelMissingError

if TYPE_CHECKING:
    from pathlib import Path


def read_tokens(path: Path) -> list[str]:
    """Return the symbols in order of their ids.

    sherpa-onnx ends the process on a line that it cannot read, and recognises nothing at
    all without a word when the file is empty or gone.

    Raises:
        ModelMissingError: there is no such file.
        ModelDamagedError: ids are missing, doubled or not numbers.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise ModelMissingError(
            f"the model file {path.name} is gone from {path.parent.name}",
            remedy=f"run: clara models pull {path.parent.name}",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path, "it cannot be read as text") from error
    symbols: dict[int, str] = {}
    for number, line in enumerate(lines, start=1):
        symbol, _, digits = line.rstrip().rpartition(" ")
        if "\t" in digits:
            symbol, _, digits = line.rstrip().rpartition("\t")
        if not digits.isdecimal() or int(digits) in symbols:
            raise _damaged(path, f"line {number} is not a symbol and a new number")
        symbols[int(digits)] = symbol
    if not symbols or set(symbols) != set(range(len(symbols))):
        raise _damaged(path, f"it has {len(symbols)} symbols, and their ids have gaps")
    return [symbols[i] for i in range(len(symbols))]


def has_capitals_only(symbols: list[str]) -> bool:
    """Tell whether the words of this vocabulary carry no case, being all capitals."""
    words = [s for s in symbols if not s.startswith("<")]
    letters = {c for word in words for c in word if c.isalpha()}
    return bool(letters) and all(c.isupper() for c in letters)


def _damaged(path: Path, what: str) -> ModelDamagedError:
    return ModelDamagedError(
        f"the vocabulary {path} is damaged: {what}",
        remedy=f"run: clara models pull --again {path.parent.name}",
    )

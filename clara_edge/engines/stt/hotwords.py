"""What a transducer needs to prefer given phrases."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from clara_edge.domain.errors import ModelDamagedError
from clara_edge.engines.stt.onnx_file import message_fields

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# sentencepiece_model.proto: ModelProto.pieces, SentencePiece.piece and .score
_PIECES, _PIECE, _SCORE = 1, 1, 2
_MAX_PHRASES = 200
_SEPARATOR = "/"  # sherpa-onnx: between hotwords of one stream


def find_bpe_vocab(folder: Path, cache_dir: Path) -> Path | None:
    """Return the pack's bpe.vocab, made from its bpe.model if it has only that.

    Raises:
        ModelDamagedError: bpe.model is not a sentencepiece model, or the vocabulary that
            is made from it cannot be written.
    """
    vocab, model = folder / "bpe.vocab", folder / "bpe.model"
    if vocab.is_file():
        return vocab
    if not model.is_file():
        return None
    made = cache_dir / f"{folder.name}.bpe.vocab"
    try:
        lines = [f"{piece}\t{score:g}" for piece, score in _pieces(model.read_bytes())]
        text = "\n".join(lines) + "\n"
        if not made.is_file() or made.read_text("utf-8") != text:
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(text, "utf-8")
    except (OSError, EOFError, ValueError, struct.error) as error:
        raise ModelDamagedError(
            f"the vocabulary {model} cannot be used: {str(error) or 'it ends too early'}",
            remedy=f"run: clara models pull --again {folder.name}",
        ) from error
    return made


def _pieces(data: bytes) -> list[tuple[str, float]]:
    found = []
    for field, payload in message_fields(data):
        if field == _PIECES:
            parts = dict(message_fields(payload))
            score = struct.unpack("<f", parts.get(_SCORE, bytes(4)))[0]
            found.append((parts[_PIECE].decode(), score))
    if not found:
        raise ValueError("it holds no pieces")
    return found


def join_hotwords(phrases: Sequence[str], tokens: Sequence[str], *, upper: bool) -> str:
    """Write phrases as sherpa-onnx takes them, leaving out what the model cannot spell.

    Its notation gives ":", "#", "@" and "/" meanings, so only words pass.
    """
    known = {char for token in tokens for char in token}
    kept: dict[str, None] = {}
    for phrase in phrases:
        cased = phrase.upper() if upper else phrase.lower()
        spoken = "".join(c if c.isalpha() or c == "'" else " " for c in cased)
        words = " ".join(spoken.split())
        if words and set(words) - {" "} <= known:
            kept[words] = None
    return _SEPARATOR.join(list(kept)[:_MAX_PHRASES])

"""Text as it is spoken: no digit, symbol or markup is left for a voice to stumble over."""

from __future__ import annotations

from ._clauses import clauses
from ._speakable import speakable

__all__ = ["clauses", "speakable"]

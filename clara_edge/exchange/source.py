"""What importing and exporting must know besides the file: where it is from, and when and where we are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.day_words import zone_name

if TYPE_CHECKING:
    from datetime import datetime

# of this module alone, so that an id from a file never meets one made elsewhere
_NAMESPACE = uuid.UUID("6f0a5b5e-6a53-5d0b-9a5e-1f6f4f8c2b11")

ID_MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Source:
    """The circumstances of an import or export."""

    now: datetime
    """Aware, local."""
    name: str = ""
    """The name of the file, without its folder; empty for standard input."""

    @property
    def zone(self) -> str:
        """The IANA name of the local zone; UTC if only its offset is known."""
        return zone_name(self.now)


def foreign_id(uid: str) -> str:
    """Return the id of something that another program calls `uid`; always the same.

    A UUID stays what it is, so that it is recognised in every format.
    """
    return uuid.UUID(uid).hex if is_uuid(uid) else made_id("uid", uid)


def is_uuid(text: str) -> bool:
    """Whether a text is a UUID in any of its spellings."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def uuid_of(identity: str) -> str:
    """Return an id as a UUID in its usual form, for programs that insist on one."""
    return str(uuid.UUID(foreign_id(identity)))


def is_id(text: str) -> bool:
    """Whether a text can be the id of anything here: visible, no blanks, not too long."""
    return 0 < len(text) <= ID_MAX_CHARS and text.isprintable() and " " not in text


def made_id(*parts: str) -> str:
    """Return the id of something that has none: the same for the same parts."""
    text = "\0".join(parts).encode("utf-8", "replace")
    return uuid.uuid5(_NAMESPACE, text.decode()).hex

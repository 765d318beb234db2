"""Words before which a bare number may end an expression."""

from __future__ import annotations

STOPS = frozenset(
    [
        "",
        ".",
        ",",
        "!",
        "?",
        ";",
        ")",
        "at",
        "in",
        "on",
        "to",
        "and",
        "or",
        "for",
        "with",
        "until",
        "from",
        "then",
        "please",
        "every",
        "because",
        "so",
        "that",
    ]
)

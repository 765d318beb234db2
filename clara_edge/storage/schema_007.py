"""Migration 7: what requests with a key were answered, so that none is done twice. Never edit."""

from __future__ import annotations

# A row without status is a request that was begun outside of the database's transactions.
ANSWERS = """
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client TEXT NOT NULL,
    key TEXT NOT NULL,
    request TEXT NOT NULL,
    at TEXT NOT NULL,
    status INTEGER,
    headers TEXT NOT NULL DEFAULT '{}',
    body BLOB NOT NULL DEFAULT x'',
    UNIQUE (client, key)
) STRICT;
"""

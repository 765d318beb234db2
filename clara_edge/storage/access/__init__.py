"""Paired devices, pairing codes and the log of both, in a file of their own.

Not in the task database: going back to a backup of that must not let revoked devices in.
"""

from __future__ import annotations

from .store import AccessStore

__all__ = ["AccessStore"]

"""If-Match: nobody overwrites a change that he has not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from .problems import ApiError
from .shapes import etag

if TYPE_CHECKING:
    from collections.abc import Mapping


def require_match(version: str, *, required: bool = False) -> None:
    """Compare the version that a client changes with the present one.

    Raises:
        ApiError: it is another one (412), or none was named although it must (428).
    """
    if "If-Match" not in request.headers:
        if required:
            raise ApiError(
                428,
                "it is not said which version is to be changed",
                remedy="send its ETag in If-Match, or * for whatever it is now",
                kind="VersionMissingError",
            )
        return
    if not request.if_match.contains(version):
        raise ApiError(
            412,
            "it was changed meanwhile",
            remedy="load it again, and decide what is to stay",
            headers={"ETag": etag(version)},
            kind="VersionConflictError",
        )


def require_versions(
    expected: Mapping[str, str] | None, present: Mapping[str, str]
) -> None:
    """Compare the versions of several tasks that a client has seen.

    Raises:
        ApiError: some are other ones (412).
    """
    if expected is None:
        return
    changed = [i for i, v in expected.items() if present.get(i, v) != v]
    if changed:
        raise ApiError(
            412,
            f"{len(changed)} of them were changed meanwhile: {', '.join(changed[:5])}",
            remedy="load them again, and decide what is to stay",
            kind="VersionConflictError",
        )

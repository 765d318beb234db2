"""Read a browser's offer before anything is made for it."""

from __future__ import annotations

from clara_edge.domain.errors import InputInvalidError

MAX_OFFER_BYTES = 32_768
"""A browser's offer of sound and data has 3-6 kB; every candidate adds 100 bytes."""
_MOST_CANDIDATES = 64
_REMEDY = "offer one audio track and one data channel, as Clara's Talk page does"


def check_offer(sdp: str) -> None:
    """Refuse what is no offer of one sound track and one data channel.

    Raises:
        InputInvalidError: it is not.
    """
    from aiortc.sdp import SessionDescription  # noqa: PLC0415 - half a second on a Pi

    if len(sdp.encode(errors="replace")) > MAX_OFFER_BYTES:
        raise InputInvalidError(
            "the offer is too long", remedy=f"keep it under {MAX_OFFER_BYTES} bytes"
        )
    try:
        offer = SessionDescription.parse(sdp)
        kinds = sorted(media.kind for media in offer.media)
        candidates = sum(len(media.ice_candidates) for media in offer.media)
        secured = all(
            media.ice is not None
            and media.ice.usernameFragment
            and media.ice.password
            and media.dtls is not None
            and media.dtls.fingerprints
            for media in offer.media
        )
        opus = any(
            codec.name.lower() == "opus"
            for media in offer.media
            if media.kind == "audio"
            for codec in media.rtp.codecs
        )
    except Exception as error:
        # aiortc's parser fails in any way on what is no SDP
        raise InputInvalidError("the offer is no SDP", remedy=_REMEDY) from error
    if kinds != ["application", "audio"]:
        raise InputInvalidError(
            f"the offer has {', '.join(kinds)[:100] or 'nothing'}", remedy=_REMEDY
        )
    if not secured or not opus:
        missing = "Opus" if secured else "ICE or DTLS parameters"
        raise InputInvalidError(f"the offer has no {missing}", remedy=_REMEDY)
    if candidates > _MOST_CANDIDATES:
        raise InputInvalidError(
            f"the offer has {candidates} candidates",
            remedy=f"keep it under {_MOST_CANDIDATES}",
        )

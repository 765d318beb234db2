"""A phone talks with Clara through WebRTC: real peers, engines, sound and store."""

from __future__ import annotations

import asyncio
import json

import pytest

from clara_edge.domain.errors import InputInvalidError
from clara_edge.voice.remote import session as session_module
from tests import voices

from .phone import Phone

pytestmark = pytest.mark.models


@pytest.fixture
async def phone():
    made = Phone()
    yield made
    await made.hang_up()


async def test_a_spoken_task_is_stored_and_its_answer_is_heard(room, phone):
    await phone.call(room.offer, client="phone")

    await phone.say(voices.speak("i need to call the dentist"))
    understood = await phone.message("understood")
    reply = await phone.message("reply")
    await phone.message("state", state="asleep", reason="answered")
    await room.until("talk_turn", intent="task.create")

    assert "Call the dentist" in room.titles()
    assert understood["changes"][0]["title"] == "Call the dentist"
    assert understood["chips"]["title"] == "call the dentist"
    assert "dentist" in reply["text"]
    stream = room.engines.recognizer.stream()
    stream.accept(phone.heard())
    assert "dentist" in stream.settle().lower()
    turn = next(data for event, data in room.events if event == "talk_turn")
    assert turn["response_ms"] > 0
    assert "transcript" not in turn


async def test_a_typed_task_can_be_taken_back_with_its_step(room, phone):
    await phone.call(room.offer, client="phone")

    phone.send("text", text="add buy stamps")
    understood = await phone.message("understood")
    assert "Buy stamps" in room.titles()
    phone.send("undo", step=understood["step"])
    undone = await phone.message("undone", step=understood["step"])

    assert "stamps" in undone["text"]
    assert "Buy stamps" not in room.titles()
    phone.send("undo", step=understood["step"])
    assert (await phone.message("problem"))["kind"] == "NothingToUndoError"


async def test_hands_free_listens_on_after_an_answer_until_it_is_switched_off(
    room, phone
):
    await phone.call(room.offer, client="phone")

    phone.send("hands_free", on=True)
    await phone.message("state", state="listening", reason="manual")
    phone.send("text", text="add buy soap")
    await phone.message("state", state="listening", reason="follow_up")
    phone.send("hands_free", on=False)

    await phone.message("floor", hands_free=False)
    await phone.message("state", state="asleep")


async def test_a_new_connection_goes_on_and_tells_what_was_missed(room, phone):
    hello = await phone.call(room.offer, client="phone")
    phone.send("text", text="add buy rope")
    heard = await phone.message("heard")
    await phone.message("reply")

    again = Phone()
    resumed = await again.call(
        room.offer, client="phone", session=hello["session"], last=heard["seq"]
    )

    assert resumed["session"] == hello["session"]
    assert resumed["resumed"]
    assert "reply" in [message["type"] for message in resumed["missed"]]
    assert "rope" in (await again.message("again"))["text"]
    assert len(room.sessions.told()["sessions"]) == 1
    await again.hang_up()


async def test_nobody_goes_on_with_the_session_of_another(room, phone):
    hello = await phone.call(room.offer, client="phone")

    other = Phone()
    stranger = await other.call(room.offer, client="stranger", session=hello["session"])

    assert stranger["session"] != hello["session"]
    assert not stranger["resumed"]
    assert not await room.sessions.hang_up(hello["session"], client="stranger")
    await other.hang_up()


async def test_the_name_of_a_conversation_does_not_let_another_device_into_it(
    room, phone
):
    mine = await phone.call(room.offer, client="phone", conversation="kitchen")

    other = Phone()
    theirs = await other.call(room.offer, client="other", conversation="kitchen")

    assert mine["conversation"] != theirs["conversation"]
    await other.hang_up()


async def test_a_browser_that_may_only_change_tasks_switches_nothing(room, phone):
    await phone.call(room.offer, client="phone")

    phone.send("text", text="mute the microphone")

    assert "won't let me" in (await phone.message("reply"))["text"]


async def test_more_browsers_than_may_are_refused_and_room_is_made_by_hanging_up(
    room, phone
):
    hello = await phone.call(room.offer, client="one")
    second, third = Phone(), Phone()
    await second.call(room.offer, client="two")

    refused = await room.offer(await third.offer(), client="three")
    assert refused == {"refused": "limit", "limit": 2}
    assert await room.sessions.hang_up(hello["session"], client="one")
    assert "sdp" in await room.offer(await third.offer(), client="three")

    for one in (second, third):
        await one.hang_up()


async def test_of_two_offers_for_a_session_at_once_the_first_is_ended(
    room, phone, caplog
):
    caplog.set_level("INFO", "clara_edge.voice.remote.sessions")
    hello = await phone.call(room.offer, client="phone")
    phones = [Phone(), Phone()]
    offers = [await one.offer() for one in phones]

    await asyncio.gather(
        *(room.offer(o, client="phone", session=hello["session"]) for o in offers)
    )

    assert len(room.sessions.told()["sessions"]) == 1
    await room.sessions.close()
    assert caplog.text.count("a browser talks") == 3
    assert caplog.text.count("a browser is gone") == 3
    for one in phones:
        await one.hang_up()


async def test_who_is_refused_takes_the_conversation_of_nobody_away(room, phone):
    gone, second, third = Phone(), Phone(), Phone()
    hello = await gone.call(room.offer, client="one")
    gone.send("bye")
    await room.until("talk", sessions=0)
    await phone.call(room.offer, client="two")
    await second.call(room.offer, client="three")

    offer = await third.offer()
    for _ in range(60):
        refused = await room.offer(offer, client="four")
        assert refused["refused"] == "limit"
    room.events.clear()
    phone.send("bye")
    await room.until("talk", sessions=1)
    back = await third.call(room.offer, client="one", session=hello["session"])

    assert back["session"] == hello["session"]
    for one in (gone, second, third):
        await one.hang_up()


async def test_a_device_that_is_revoked_is_hung_up(room, phone):
    hello = await phone.call(room.offer, client="phone")
    paired = {"phone"}
    looking = asyncio.create_task(
        room.sessions.end_revoked(lambda client: client in paired, every_s=0.01)
    )
    phone.send("text", text="add buy stamps")
    await phone.message("understood")

    paired.clear()
    await room.until("talk", sessions=0)
    looking.cancel()

    assert room.sessions.told()["sessions"] == []
    assert not await room.sessions.hang_up(hello["session"], client="phone")


async def test_a_phone_that_vanishes_leaves_by_itself(room, phone, monkeypatch):
    monkeypatch.setattr(session_module, "VANISHED_S", 0.5)
    await phone.call(room.offer, client="phone")

    phone.vanish()

    await room.until("talk", sessions=0)
    assert room.sessions.told()["vanished"] == 1


GARBAGE = (
    "", "hello", "[]", "{}", "null", '{"type": "nonsense"}', '{"type": "press", "x": 1}',
    '{"type": "volume", "level": 1e999}', '{"type": "text", "text": ""}',
    json.dumps({"type": "text", "text": "ä" * 5_000}), b"\xff\x00", "x" * 100_000,
    '{"type": "undo", "step": -1}', "[" * 5_000, '{"type": "stats", "loss": NaN}',
)  # fmt: skip


async def test_garbage_is_answered_and_the_session_goes_on(room, phone):
    await phone.call(room.offer, client="phone")

    for message in GARBAGE:
        phone.channel.send(message)
        assert (await phone.message("problem"))["kind"] == "message"
    phone.send("ping", n=7)

    assert (await phone.message("pong"))["n"] == 7


async def test_who_sends_nothing_but_garbage_is_cut_off(room, phone):
    await phone.call(room.offer, client="phone")

    for _ in range(40):
        phone.channel.send("garbage")

    await room.until("talk", sessions=0)
    assert "cannot be used" in (await phone.message("bye"))["reason"]


async def test_an_offer_that_is_none_is_refused_and_takes_no_room(room, phone):
    sdp = await phone.offer()
    broken = (
        "", "v=0", "garbage\r\n" * 50, "\x00" * 100, sdp.replace("m=audio", "m=video"),
        sdp + sdp[sdp.index("m=audio") :], sdp.replace("ice-ufrag", "x"), sdp[: len(sdp) // 2],
        sdp.replace("fingerprint", "x"), sdp.replace("opus", "x"), sdp + "a=candidate:1\r\n",
        sdp.replace("m=audio", "m=audio m=audio"), "v=0\r\n" + "a=x\r\n" * 9_000,
    )  # fmt: skip

    for offer in broken:
        with pytest.raises(InputInvalidError):
            await room.offer(offer, client="phone")

    assert room.sessions.told()["sessions"] == []
    await phone.call(room.offer, client="phone")


async def test_stop_ends_an_answer_at_once(room, phone):
    await phone.call(room.offer, client="phone")
    phone.send("text", text="help")
    await phone.message("state", state="speaking")

    phone.send("stop")

    await phone.message("state", state="asleep", reason="stopped")


async def test_closing_ends_all_sessions_and_takes_no_more(room, phone):
    await phone.call(room.offer, client="phone")

    await room.sessions.close()

    await phone.message("bye")
    late = Phone()
    with pytest.raises(InputInvalidError, match="stopping"):
        await room.offer(await late.offer(), client="late")
    await late.hang_up()
    assert not [t for t in asyncio.all_tasks() if "_watch" in repr(t.get_coro())]

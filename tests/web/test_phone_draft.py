"""The phone on the edited files: one content for a whole call, whoever answers; nothing live, nothing logged, nothing
that a real caller could come upon."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr.core.events import Call, Pressed, Started
from ivr.core.office import Announcement
from ivr.core.overrides import Switches
from ivr.settings import Settings
from ivr.store.switches import SwitchFile
from ivr.telephony.urls import session_of
from ivr.trial import KEPT
from ivr.web import create_app
from ivr.wiring import Services, build
from tests.publish.support import GREETING, MAIN, Clerk
from tests.support.offices import at
from tests.support.service import TOKEN

NEW = "Halo, tu nowe powitanie."
OPEN = "2026-11-24 10:00"
WHISPERED = "Świadczenia rodzinne"


class Worker:
    """One process of the service, as a person at this machine meets it."""

    def __init__(self, files: Clerk, language: str = "en") -> None:
        settings = Settings(files.files / "config.yaml", files.data, (TOKEN,))
        self.services: Services = build(settings, lambda: at(OPEN))
        self.client: FlaskClient = create_app(self.services).test_client()
        self.language = language

    def ask(self, name: str, body: Any) -> TestResponse:
        return self.client.post(f"/phone/{name}", json=body, headers={"Accept-Language": self.language})

    def begin(self, **wishes: Any) -> Any:
        answer = self.ask("begin", {"caller": "600 100 200", "moment": None, "draft": True, **wishes})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def press(self, answer: Any, key: str) -> TestResponse:
        gather = next(scene for scene in answer["scenes"] if scene["type"] == "gather")
        return self.ask("follow", {"call": answer["call"], "url": gather["action"], "fields": {"Digits": key}})

    def state(self) -> Any:
        return self.ask("draft", {}).get_json()


@pytest.fixture
def worker(anna: Clerk) -> Iterator[Callable[..., Worker]]:
    with ExitStack() as stack:

        def make(language: str = "en") -> Worker:
            one = Worker(anna, language)
            stack.callback(one.services.stop)
            return one

        yield make


def said(answer: Any) -> str:
    return json.dumps(answer["scenes"], ensure_ascii=False)


def test_the_draft_is_heard_and_nothing_else_changes(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one, live = worker(), anna.live()
    anna.edits(GREETING, NEW)

    answer = one.begin()

    assert NEW in said(answer)
    assert answer["call"]["draft"] == one.state()["revision"] != live
    assert anna.live() == live == one.services.plan().revision, "callers hear what they heard"
    assert [path.name for path in (anna.data / "revisions").rglob(f"*{answer['call']['draft']}*")] == []


def test_one_content_from_beginning_to_end_whichever_worker_answers(anna: Clerk, worker: Callable[..., Worker]) -> None:
    first, second = worker(), worker()
    anna.edits("Łączę z działem świadczeń rodzinnych.", "Pierwsza wersja.")
    begun = first.begin()
    anna.edits("Pierwsza wersja.", "Druga wersja.")
    anna.edits("start: greeting", "start: nowhere")  # an error even: the call goes on

    assert "Pierwsza wersja." in said(first.press(begun, "1").get_json())
    assert "Pierwsza wersja." in said(second.press(begun, "1").get_json())


def test_desks_ring_and_whisper_as_in_the_draft(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker("pl")
    anna.edits("71 79 99 274", "71 79 99 999", "config.yaml")

    answer = one.press(one.begin(), "1").get_json()
    dial = answer["scenes"][-1]
    number = dial["numbers"][0]
    leg = {"id": "CA" + "b" * 32, "number": number["number"], "caller_id": dial["caller_id"]}
    desk = one.ask("desk", {"call": answer["call"], "url": number["url"], "leg": leg}).get_json()

    assert (number["number"], number["written"]) == ("+48717999999", "71 79 99 999")
    assert WHISPERED in said(desk)


def test_no_call_on_a_draft_is_journalled(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker()

    def journalled() -> bytes:
        return b"".join(file.read_bytes() for file in sorted((anna.data / "journal").rglob("*")) if file.is_file())

    before = journalled()
    begun = one.begin()
    answer = one.press(begun, "1").get_json()
    number = answer["scenes"][-1]["numbers"][0]
    leg = {"id": "CA" + "b" * 32, "number": number["number"], "caller_id": "+48717822300"}
    ended = {"call": answer["call"], "status": "completed", "seconds": 3}
    assert one.ask("finish", {**ended, "leg": leg, "url": number["status_callback"]}).status_code == 200
    assert one.ask("finish", ended).status_code == 200

    assert journalled() == before
    one.services.calls.begin(Call("CAlive", "+48717822300", "+48600100200", test=True), Started())
    assert b"CAlive" in journalled(), "a call on what is live is"


def test_a_real_call_never_comes_upon_a_draft(anna: Clerk, worker: Callable[..., Worker]) -> None:
    """Even with the draft's hash in its address: an unknown revision is replaced by what is live."""
    one = worker()
    anna.edits("Łączę z działem świadczeń rodzinnych.", "Szkic.")
    begun = one.begin()
    gather = next(scene for scene in begun["scenes"] if scene["type"] == "gather")
    session = session_of(urlsplit(gather["action"]).query)
    assert session is not None
    assert session.revision == begun["call"]["draft"]

    real = one.services.calls.follow(Call("CAreal", "+48717822300", "+48600100200"), session, Pressed("1"))

    assert real.plan.revision == anna.live()
    assert "Szkic." not in str(real.step.instructions)
    assert "Szkic." in said(one.press(begun, "1").get_json())


def test_what_an_operator_announced_is_heard_on_the_draft_too(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker()
    begun = one.begin()

    def announced(held: Switches, id: str) -> tuple[Switches, tuple[str, ...]]:
        notice = Announcement(id, {"pl": "Winda nieczynna."}, at(OPEN), at(OPEN) + timedelta(hours=1), "anna")
        return replace(held, announcements=(notice,)), (id,)

    SwitchFile(anna.data).change("anna", "announce", at(OPEN), announced)

    assert "Winda nieczynna." not in said(begun)
    assert "Winda nieczynna." in said(one.begin())


def test_another_moment(worker: Callable[..., Worker]) -> None:
    answer = worker().begin(moment="2026-12-25T10:00")

    assert answer["call"]["offset"] == 31 * 86400
    assert "Bożego Narodzenia" in said(answer) or "Boże Narodzenie" in said(answer)


def test_how_the_files_stand(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker()
    assert one.state() == {"revision": anna.live(), "same": True, "errors": 0, "problem": ""}

    anna.edits(GREETING, NEW)
    state = one.state()
    assert (state["same"], state["errors"], state["problem"]) == (False, 0, "")
    assert state["revision"] != anna.live()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["The files have errors (", "error: "]), ("pl", ["W plikach są błędy (", "błąd: "])],
)
def test_files_with_errors_are_told_with_the_place_and_cannot_be_called(
    anna: Clerk, worker: Callable[..., Worker], language: str, words: list[str]
) -> None:
    one = worker(language)
    anna.edits("start: greeting", "start: nowhere")

    state, refused = one.state(), one.ask("begin", {"caller": "", "moment": None, "draft": True})

    assert state["errors"] >= 1
    assert state["problem"].startswith(f"{MAIN}:")
    assert (refused.status_code, refused.get_json()["error"]) == (409, "draft-errors")
    message = refused.get_json()["message"]
    assert [one for one in (*words, state["problem"], "python -m ivr check") if one not in message] == []


def test_files_that_cannot_be_read_are_told(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker()
    (anna.files / "config.yaml").unlink()

    assert "is missing" in one.ask("draft", {}).get_json()["message"]
    assert "is missing" in one.ask("begin", {"caller": "", "moment": None, "draft": True}).get_json()["message"]


@pytest.mark.parametrize(("language", "words"), [("en", "Please call again."), ("pl", "Proszę zadzwonić ponownie.")])
def test_a_content_that_is_not_kept_any_more_is_told_in_words(
    anna: Clerk, worker: Callable[..., Worker], language: str, words: str
) -> None:
    begun = worker().begin()
    for kept in (anna.data / "drafts").iterdir():
        kept.unlink()

    answer = worker(language).press(begun, "1")

    assert answer.status_code == 409
    assert words in answer.get_json()["message"]


@pytest.mark.parametrize("draft", ["../live", "x", "A" * 12, "a" * 13, 5, None, True], ids=str)
def test_an_odd_hash_is_refused(worker: Callable[..., Worker], draft: object) -> None:
    one = worker()
    begun = one.begin()
    begun["call"]["draft"] = draft

    assert one.press(begun, "1").status_code == 400


def test_only_a_few_contents_are_kept(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one, words = worker(), GREETING
    for letter in "abcdefghijklmnopqrstuvwxyz"[: KEPT + 3]:
        anna.edits(words, f"Wersja {letter}.")
        words = f"Wersja {letter}."
        last = one.begin()

    kept = sorted(path.stem for path in (anna.data / "drafts").iterdir())
    assert len(kept) == KEPT
    assert last["call"]["draft"] in kept
    assert (anna.data / "drafts").stat().st_mode & 0o77 == 0


def test_a_folder_that_cannot_be_written_is_told(anna: Clerk, worker: Callable[..., Worker]) -> None:
    one = worker()
    (anna.data / "drafts").write_text("a file in its place")

    answer = one.ask("begin", {"caller": "", "moment": None, "draft": True})

    assert answer.get_json()["error"] == "draft-not-kept"
    assert "Make room" in answer.get_json()["message"]

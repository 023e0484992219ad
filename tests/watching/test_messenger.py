"""Alarms reach people by a real mail server and a real webhook; what fails is tried again, and told by the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from ivr.alarms import Alarm
from ivr.core.office import AlarmTo
from ivr.core.plan import Plan
from ivr.watching.beside import Beside
from ivr.watching.letters import Morning
from ivr.watching.mail import MailServer, NotSentError
from ivr.watching.messenger import Messenger
from ivr.watching.noted import NoticesFile
from ivr.watching.webhook import Webhook, signature
from tests.support.offices import at, plan_of
from tests.watching.receivers import MailBox, Posts, mail_server, silent_server, webhook_receiver

ANNA, BEN = "anna@example.pl", "ben@example.pl"
SECRET = "a-secret-of-the-tests"
FULL = Alarm("disk_full", worse=True)


@dataclass
class Office:
    """`now` is the clock, `wrong` what is wrong."""

    data: Path
    url: str = ""
    to: AlarmTo = field(default_factory=AlarmTo)
    now: datetime = field(default_factory=lambda: at("2026-11-24 06:00"))
    wrong: list[Alarm] = field(default_factory=list)
    morning: Morning = field(default_factory=lambda: Morning(120, 3, 17, at("2026-12-24 12:00")))
    plan: Plan = field(default_factory=plan_of)
    secret: str = SECRET

    def restart(self) -> Messenger:
        """As a process that begins anew has it."""
        plan = replace(self.plan, office=replace(self.plan.office, alarms=self.to))
        mail, hook = MailServer(self.url, "infolinia@example.pl", 0.5), Webhook(self.secret, 5.0)
        return Messenger(
            NoticesFile(self.data), mail, hook, lambda: self.wrong, lambda *_: self.morning, lambda: plan,
            lambda: self.now,
        )  # fmt: skip

    def looks(self, **later: float) -> None:
        self.now += timedelta(**later)
        self.restart().look()


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def posts() -> Iterator[Posts]:
    with webhook_receiver() as found:
        yield found


def subjects(box: MailBox) -> list[str]:
    return [str(message["Subject"]) for _, message in box.got]


def test_an_alarm_by_mail_from_its_beginning_to_its_end(tmp_path: Path, box: MailBox) -> None:
    office = Office(tmp_path, box.url, AlarmTo((ANNA, BEN)))
    office.looks()
    assert box.got == []

    office.wrong = [FULL, Alarm("line_dead", worse=True, line="infoline", count=5, since=office.now)]
    office.looks(minutes=1)
    office.looks(minutes=1)
    office.wrong = []
    office.looks(minutes=70)
    office.looks(minutes=1)

    name = office.plan.office.name
    assert subjects(box) == [f"{name}: Dysk jest pełny. (i inne: 1)", f"{name}: minęło: Dysk jest pełny. (i inne: 1)"]
    to, first = box.got[0]
    text = first.get_content()
    assert (to, first["From"], first["Auto-Submitted"]) == ([ANNA, BEN], "infolinia@example.pl", "auto-generated")
    assert "Trzeba od razu zawiadomić informatyka" in text
    assert "nikt nie odbiera" in text
    assert not [line.number for line in office.plan.office.lines.values() if line.number[3:] in text.replace(" ", "")]


def test_the_mornings_digest_once_a_day_at_the_offices_time(tmp_path: Path, box: MailBox) -> None:
    office = Office(tmp_path, box.url, AlarmTo((ANNA,), digest=time(7)), now=at("2026-12-24 06:59"))
    office.looks()
    assert box.got == []
    for _ in range(3):
        office.looks(minutes=1)
    office.now = at("2026-12-25 11:00")
    office.looks()  # too late for today's: the machine was off

    ((_, message),) = box.got
    text = message.get_content()
    assert str(message["Subject"]).endswith("infolinia, czwartek, 24 grudnia 2026")
    assert "Wczoraj: połączenia 120, w tym nieodebrane mniej niż 5." in text
    assert "Osoby, które czekają na oddzwonienie: 17." in text
    assert "Dzisiaj wyjątkowo nieczynne:" in text
    assert "Certyfikat adresu publicznego: 0 dni." in text
    assert "Wszystko działa." in text


def test_in_english_where_the_office_speaks_no_polish_first(tmp_path: Path, box: MailBox) -> None:
    office = Office(tmp_path, box.url, AlarmTo((ANNA,), digest=time(7)), now=at("2026-11-24 07:00"))
    languages = {name: office.plan.office.languages[name] for name in ("en", "pl")}
    office.plan = replace(office.plan, office=replace(office.plan.office, languages=languages))
    office.morning, office.wrong = Morning(None), [FULL]
    office.looks()

    alarm, digest = (message.get_content().replace("\r\n", "\n") for _, message in box.got)
    assert "New, bad: The disk is full." in alarm
    assert "Yesterday's figures cannot be read now" in digest
    assert "To be seen to:\n- The disk is full." in digest


def test_a_webhook_is_signed_and_follows_nobody_elsewhere(tmp_path: Path, posts: Posts) -> None:
    office = Office(tmp_path, to=AlarmTo(webhook=posts.url), wrong=[FULL])
    office.looks()
    posts.status = 302
    office.wrong = []
    office.looks(hours=2)

    (headers, body), _ = posts.got
    assert headers["x-infoline-signature"] == "v1=" + signature(SECRET, headers["x-infoline-timestamp"], body)
    told = json.loads(body)
    assert (told["type"], told["alarms"][0]["alarm"], told["alarms"][0]["state"]) == ("alarms", "disk_full", "worse")
    assert Beside(tmp_path).notices_failing() == ("webhook", office.now)


def test_what_fails_is_tried_again_and_told_by_the_other_way(tmp_path: Path, box: MailBox, posts: Posts) -> None:
    office = Office(tmp_path, box.url, AlarmTo((ANNA,), posts.url), wrong=[FULL])
    box.status = "451 try again later"
    begun = office.now
    office.looks()
    assert (box.got, len(posts.got), Beside(tmp_path).notices_failing()) == ([], 1, ("mail", begun))

    office.wrong.append(Alarm("notices_failed", told="mail", since=begun))
    office.looks(seconds=20)  # too early to try again
    office.looks(minutes=2)
    assert "Nie działa poczta" in posts.got[-1][1].decode()

    box.status = "250 OK"
    office.wrong.pop()
    office.looks(minutes=2)
    assert subjects(box) == [f"{office.plan.office.name}: Dysk jest pełny."]
    assert Beside(tmp_path).notices_failing() is None


@pytest.mark.parametrize("url", ["", "smtp://127.0.0.1:1"], ids=["no server is set", "nobody is there"])
def test_a_mail_server_that_is_away(tmp_path: Path, url: str) -> None:
    office = Office(tmp_path, url, AlarmTo((ANNA,)), wrong=[FULL])
    office.looks()

    assert Beside(tmp_path).notices_failing() == ("mail", office.now)
    office.wrong = []
    office.looks(hours=1)
    assert Beside(tmp_path).notices_failing() is None, "nobody misses anything any more"


def test_a_mail_server_that_never_answers_is_not_waited_for_for_long(tmp_path: Path, posts: Posts) -> None:
    with silent_server() as url:
        office = Office(tmp_path, url, AlarmTo((ANNA,), posts.url), wrong=[FULL])
        office.looks()

    assert len(posts.got) == 1
    assert Beside(tmp_path).notices_failing() == ("mail", office.now)


def test_nothing_goes_in_clear_to_another_machine(box: MailBox) -> None:
    """127.1 is no name of this machine that the service knows, though it leads here; the server has no STARTTLS."""
    url = box.url.replace("127.0.0.1", "127.1")
    with pytest.raises(NotSentError, match="SMTPNotSupportedError"):
        MailServer(url, "infolinia@example.pl", 5.0).check()


def test_a_file_that_cannot_be_written_repeats_nothing(tmp_path: Path, posts: Posts) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    office = Office(blocked, to=AlarmTo(webhook=posts.url), wrong=[FULL])
    messenger = office.restart()
    for _ in range(3):
        messenger.look()

    assert len(posts.got) == 1

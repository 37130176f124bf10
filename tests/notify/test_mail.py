"""The digest over a real SMTP server on loopback: what arrives, and what happens when the server does not take it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scanner.errors import UnseenError
from scanner.model.base import Lang
from scanner.model.settings_night import MailSettings
from scanner.notify.mail import compose, deliver
from scanner.notify.outbox import LONGEST, Outbox
from scanner.render.digest import render
from tests.collect.sites import closed_port
from tests.notify.sample import DIGEST, NIGHT
from tests.notify.smtp_server import PASSWORD, USER, SmtpServer

TO = ("infoturve@asutus.example.ee", "it@asutus.example.ee")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    with SmtpServer(tmp_path, login=True) as started:
        yield started


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox", "mail")


def settings(server: SmtpServer, **changed: object) -> MailSettings:
    given = {
        "server": "127.0.0.1",
        "port": server.port,
        "ca_file": str(server.certificate),
        "sender": "eits-scan@asutus.example.ee",
        "to": TO,
        "own_domains": ("asutus.example.ee",),
        "user": USER,
        "password_env": "EITS_TEST_PASSWORD",
    }
    return MailSettings.model_validate(given | changed)


def put(outbox: Outbox, wanted: MailSettings, name: str = "1", lang: Lang = "et") -> None:
    outbox.put(name, compose(render(DIGEST, lang), wanted, NIGHT))


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EITS_TEST_PASSWORD", PASSWORD)


@pytest.mark.parametrize(
    ("lang", "subject", "said"),
    [
        ("et", "[AK] E-ITS-i skannimine: 3 uut lünka, 1 taasilmnenud lünk,", "2 hosti: web1, web2"),
        ("en", "[AK] E-ITS scan: 3 new gaps, 1 gap that came back,", "2 hosts: web1, web2"),
    ],
)
def test_a_mail_says_in_text_and_html_what_changed(
    server: SmtpServer, outbox: Outbox, lang: Lang, subject: str, said: str
) -> None:
    wanted = settings(server)
    put(outbox, wanted, lang=lang)
    assert deliver(outbox, wanted) == 1
    (message,) = server.messages
    assert message["Subject"].startswith(subject)
    assert server.envelopes == [("eits-scan@asutus.example.ee", list(TO))]
    assert message["To"] == ", ".join(TO)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    for part in (text.get_content(), html.get_content()):
        assert said in part
        assert "ASUTUSESISESEKS KASUTAMISEKS (AK) · Näidislinn" in part
        assert DIGEST.link in part
        for name in ("linux-a", "db1", "app00", "gone", "back", "w-1", "01.12.2026", "w-2"):
            assert name in part
    assert list(outbox.waiting()) == []


def test_a_name_can_neither_add_a_header_nor_markup_nor_a_line(server: SmtpServer, outbox: Outbox) -> None:
    wanted = settings(server)
    put(outbox, wanted)
    deliver(outbox, wanted)
    (message,) = server.messages
    assert message["Bcc"] is None
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert r"<b>web3</b>\nBcc: x@y.example" in text.get_content()
    assert r"&lt;b&gt;web3&lt;/b&gt;\nBcc: x@y.example" in html.get_content()


def test_an_agency_s_name_with_a_line_break_stays_one_header(server: SmtpServer, outbox: Outbox) -> None:
    wanted = settings(server)
    written = render(DIGEST.model_copy(update={"agency": "Linn\r\nBcc: x@y.example"}), "et")
    outbox.put("1", compose(written, wanted, NIGHT))
    deliver(outbox, wanted)
    assert server.messages[0]["Bcc"] is None
    assert r"Linn\r\nBcc" in server.messages[0]["Subject"]


def test_a_wrong_password_is_told_without_it_and_the_mail_waits(
    server: SmtpServer, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = settings(server)
    put(outbox, wanted)
    monkeypatch.setenv("EITS_TEST_PASSWORD", "wrong-canary-2")
    with pytest.raises(UnseenError, match="refused the login: 535") as caught:
        deliver(outbox, wanted)
    assert "wrong-canary-2" not in str(caught.value)
    assert len(list(outbox.waiting())) == 1
    monkeypatch.setenv("EITS_TEST_PASSWORD", PASSWORD)
    assert deliver(outbox, wanted) == 1


def test_a_server_that_is_down_gets_the_mail_the_next_night(tmp_path: Path, outbox: Outbox) -> None:
    with closed_port() as port, SmtpServer(tmp_path, login=True) as server:
        wanted = settings(server)
        put(outbox, wanted, "1")
        with pytest.raises(UnseenError, match=r"no mail could be sent: .*waits for the next night"):
            deliver(outbox, wanted.model_copy(update={"port": port}))
        put(outbox, wanted, "2")
        assert deliver(outbox, wanted) == 2
        assert len(server.messages) == 2


def test_one_message_that_is_refused_does_not_hold_up_the_others(server: SmtpServer, outbox: Outbox) -> None:
    wanted = settings(server)
    put(outbox, wanted, "1")
    put(outbox, wanted, "2")
    server.answers.append("554 looks like spam")
    with pytest.raises(UnseenError, match=r"1\.mail was not taken: 554 looks like spam"):
        deliver(outbox, wanted)
    assert [path.name for path in outbox.waiting()] == ["1.mail"]
    assert len(server.messages) == 1


def test_without_starttls_nothing_is_sent(tmp_path: Path, outbox: Outbox) -> None:
    with SmtpServer(tmp_path, encrypted=False) as server:
        wanted = settings(server, ca_file="")
        put(outbox, wanted)
        with pytest.raises(UnseenError, match="STARTTLS"):
            deliver(outbox, wanted)
        assert server.messages == []
        open_ = settings(server, ca_file="", encryption="none", user="", password_env="")
        assert deliver(outbox, open_) == 1


def test_a_certificate_that_is_not_trusted_is_refused(server: SmtpServer, outbox: Outbox) -> None:
    wanted = settings(server, ca_file="")
    put(outbox, wanted)
    with pytest.raises(UnseenError, match="CERTIFICATE_VERIFY_FAILED"):
        deliver(outbox, wanted)
    assert server.messages == []


def test_a_password_comes_from_a_file_or_a_command(server: SmtpServer, outbox: Outbox, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    file.chmod(0o600)
    ways: tuple[dict[str, object], ...] = ({"password_file": str(file)}, {"password_command": ("cat", str(file))})
    for way in ways:
        wanted = settings(server, password_env="", **way)
        put(outbox, wanted)
        assert deliver(outbox, wanted) == 1
    file.chmod(0o604)
    put(outbox, settings(server))
    with pytest.raises(UnseenError, match="every account may read the mail password"):
        deliver(outbox, settings(server, password_env="", password_file=str(file)))


def test_what_waits_is_bounded_and_readable_by_its_owner_only(outbox: Outbox) -> None:
    for number in range(LONGEST + 5):
        outbox.put(f"{number:03}", b"message")
    waiting = list(outbox.waiting())
    assert [path.name for path in (waiting[0], waiting[-1])] == ["005.mail", f"{LONGEST + 4:03}.mail"]
    assert {path.stat().st_mode & 0o777 for path in waiting} == {0o600}

"""The digest by mail: composed when the night ends, sent from the outbox over an encrypted connection."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from scanner.errors import Problem, UnseenError
from scanner.model.settings_night import MailSettings
from scanner.notify.outbox import Outbox
from scanner.notify.secret import secret
from scanner.render.digest import Written

PATIENCE = 30
"""Seconds the server has for each answer."""


def compose(written: Written, settings: MailSettings, moment: datetime) -> bytes:
    """The message as it will be sent, without its recipients: they are those of the settings when it is sent."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = settings.sender
    message["Subject"] = written.subject
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = make_msgid("eits-scan", settings.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(written.text)
    message.add_alternative(written.html, subtype="html")
    return message.as_bytes()


def deliver(outbox: Outbox, settings: MailSettings) -> int:
    """Send all that waits; how many were sent. What the server does not take now waits for the next night.

    Raises UnseenError with everything that went wrong; what was sent by then is not sent again.
    """
    waiting = list(outbox.waiting())
    if not waiting:
        return 0
    where = f"{settings.server}:{settings.port}"
    problems: list[Problem] = []
    with _explained(where), _connection(settings) as server:
        for path in waiting:
            try:
                refused = _send(server, path.read_bytes(), settings)
            except smtplib.SMTPServerDisconnected:
                raise
            except smtplib.SMTPException as error:
                problems.append(Problem(f"the message {path.name} was not taken: {_said(error)}", where))
                with suppress(smtplib.SMTPException):
                    server.rset()
                continue
            path.unlink()
            problems += [Problem(f"the server does not deliver to {each}", where) for each in refused]
    if problems:
        raise UnseenError.of(problems)
    return len(waiting)


def _send(server: smtplib.SMTP, content: bytes, settings: MailSettings) -> list[str]:
    """The recipients that were refused although others were not."""
    message = message_from_bytes(content, policy=policy.SMTP)
    message["To"] = ", ".join(settings.to)
    return list(server.send_message(message, settings.sender, list(settings.to)))


@contextmanager
def _connection(settings: MailSettings) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context(cafile=settings.ca_file or None)
    if settings.encryption == "tls":
        opened: smtplib.SMTP = smtplib.SMTP_SSL(settings.server, settings.port, timeout=PATIENCE, context=context)
    else:
        opened = smtplib.SMTP(settings.server, settings.port, timeout=PATIENCE)
    with opened as server:
        if settings.encryption == "starttls":
            server.starttls(context=context)
        if settings.user:
            server.login(
                settings.user,
                secret(
                    "the mail password",
                    env=settings.password_env,
                    file=settings.password_file,
                    command=settings.password_command,
                ),
            )
        yield server


@contextmanager
def _explained(where: str) -> Iterator[None]:
    todo = "what could not be sent waits for the next night"
    try:
        yield
    except smtplib.SMTPNotSupportedError:
        raise UnseenError(
            "the mail server offers no encryption (STARTTLS), or no login over it", where=where, todo=todo
        ) from None
    except smtplib.SMTPAuthenticationError as error:
        raise UnseenError(f"the mail server refused the login: {_said(error)}", where=where, todo=todo) from None
    except (smtplib.SMTPException, OSError) as error:
        raise UnseenError(f"no mail could be sent: {_said(error)}", where=where, todo=todo) from None


def _said(error: Exception) -> str:
    """What the server said. Of an error with the recipients' answers, the first one."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _answer(code, text)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"[:200]

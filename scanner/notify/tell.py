"""Makes the digest of a night and puts it where it is sent from."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from scanner.assess.digest import digest, failed_night
from scanner.assess.marking import marking
from scanner.model.base import Lang
from scanner.model.night import Night
from scanner.model.report import Report
from scanner.model.settings import ReportSettings, Settings
from scanner.notify import mail, webhook
from scanner.notify.record import Record
from scanner.render import digest as words
from scanner.render.files import document_name

HERE = ZoneInfo("Europe/Tallinn")


def tell(night: Night, report: Report | None, settings: Settings, language: Lang, record: Record) -> None:
    """Put what people were not told yet into the outbox, then remember that they know it.

    Broken off in between it is told twice, never not at all. Without a report only the night's failure is told.
    Raises OSError where something cannot be written, UnseenError where what was told cannot be read.
    """
    today = night.started.astimezone(HERE).date()
    if report is None:
        made, known = failed_night(night, marking(settings.marking, "", today)), None
    else:
        made, known = digest(report, night, record.told(), today, _link(settings.report, report))
    name = f"{night.started:%Y%m%dT%H%M%SZ}"
    if made.changed and settings.mail.server:
        written = words.render(made, language)
        record.outbox("mail").put(name, mail.compose(written, settings.mail, night.finished.astimezone(HERE)))
    if made.changed and settings.webhook.url:
        record.outbox("webhook").put(name, webhook.compose(made))
    if known is not None:
        record.keep_told(known)


def _link(wanted: ReportSettings, report: Report) -> str:
    """Where the specialist's report can be read in a browser; empty where the settings do not say."""
    written = "html" in wanted.formats and "specialist" in wanted.audiences
    return f"{wanted.url}/{document_name(report.run.id, '.html')}" if wanted.url and written else wanted.url

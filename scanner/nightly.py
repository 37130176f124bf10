"""An unattended night on one screen: scan → reports → digest → metrics, each a step that cannot hide another's."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from scanner.assess.completeness import completeness
from scanner.assess.edition import for_owner
from scanner.collect.ansible import Event, NotAsked, Receipt
from scanner.errors import EitsError, LockedError, Problem, UnseenError, UsageError, printable
from scanner.integrity.prune import account, prune
from scanner.integrity.signature import signed
from scanner.model.night import Night, Outcome, Step, Stopped
from scanner.model.report import Report
from scanner.notify import mail, metrics, webhook
from scanner.notify.record import Record
from scanner.notify.tell import tell
from scanner.render.files import write_reports
from scanner.report_index import write_index
from scanner.reporting import opened, stored_report
from scanner.resume import recover, rest_of
from scanner.scan import Request, scan
from scanner.store.lock import held
from scanner.whole_file import write
from scanner.workspace import Workspace

log = logging.getLogger("eits-scan")
T = TypeVar("T")


def nightly(request: Request, workspace: Workspace, stop: threading.Event, resume: str | None = None) -> Night:
    """One night. Every step is tried, whatever became of the others; what a report is needed for is left out without.

    Once `stop` is set, or the time limit has passed, no further host is asked; the night is then not complete, and its
    remaining steps are done with what there is. `resume` names a run that broke off: the hosts it did not get to are
    asked, and what is reported is the current state.
    Raises LockedError when another night, or a scan, is going on; UsageError where there is nothing to go on with.
    """
    settings = request.settings
    started = datetime.now(UTC)
    workspace.make()
    with held(workspace.home, started, "nightly.lock"), _limited(stop, settings.nightly.time_limit) as late:
        steps, record = Steps(), Record(workspace.home / "nightly")
        steps.do("clock", lambda: _clock(workspace, started))
        steps.do("recover", lambda: recover(request, workspace), ", ".join)
        asked = rest_of(request, workspace, resume) if resume else request
        asked = replace(asked, retry_after=settings.nightly.retry_after)
        report = steps.do("scan", lambda: scan(asked, workspace, stop, _watch), lambda made: made.run.id)
        if resume and report:
            report = steps.do("state", lambda: _current(request, workspace))
        seen = completeness(report) if report else None
        steps.do("reports", lambda: _reports(request, workspace, report), _counted)
        if settings.nightly.owners:
            steps.do("owners", lambda: _owners(request, workspace, report), _counted)
        steps.do("index", lambda: _index(request, workspace, report), str)
        if settings.integrity.sign_key:
            steps.do("sign", lambda: _sign(request, workspace))
        steps.do("prune", lambda: _prune(request, workspace), lambda runs: f"the evidence of {runs} runs")

        def night() -> Night:
            return Night(
                started=started,
                finished=datetime.now(UTC),
                run=report.run.id if report else None,
                steps=tuple(steps.ended),
                completeness=seen,
                min_complete=settings.nightly.min_complete,
                stopped="" if report and report.run.complete else _stopped(stop, late),
            )

        if settings.mail.server or settings.webhook.url:
            steps.do("digest", lambda: tell(night(), report, settings, request.language, record))
        if settings.mail.server:
            steps.do("mail", lambda: mail.deliver(record.outbox("mail"), settings.mail), _sent)
        if settings.webhook.url:
            steps.do("webhook", lambda: webhook.deliver(record.outbox("webhook"), settings.webhook), _sent)
        if settings.metrics.file:
            steps.do("metrics", lambda: _metrics(request, night(), report, record))
        steps.do("record", lambda: record.keep(night()))
        return night()


class Steps:
    """What was done so far. A step that fails is recorded and said; the next one is done nevertheless."""

    def __init__(self) -> None:
        self.ended: list[Step] = []

    def do(self, name: str, work: Callable[[], T], told: Callable[[T], str] = lambda _: "") -> T | None:
        """What the step gives; None when it failed. LockedError is no failure of a step: the night is not ours."""
        begun = time.monotonic()
        try:
            result = work()
        except LockedError:
            raise
        except (EitsError, OSError) as error:
            self._end(name, Outcome.FAILED, str(error), begun)
        except Exception as error:  # a bug in one step must not keep the others from being done
            log.error("a bug in the step %s", name, exc_info=error)
            self._end(name, Outcome.FAILED, f"this is a bug, please report it: {type(error).__name__}", begun)
        else:
            self._end(name, Outcome.DONE, told(result), begun)
            return result
        return None

    def _end(self, name: str, outcome: Outcome, detail: str, begun: float) -> None:
        step = Step(name=name, outcome=outcome, detail=printable(detail)[:500], seconds=time.monotonic() - begun)
        self.ended.append(step)
        level = logging.ERROR if outcome is Outcome.FAILED else logging.INFO
        said = f"{name}: {outcome.value}" + (f": {step.detail}" if detail else "")
        log.log(level, said, extra={"step": name, "outcome": outcome.value, "seconds": round(step.seconds, 1)})


@contextmanager
def _limited(stop: threading.Event, minutes: int) -> Iterator[threading.Event]:
    """Sets `stop` after so many minutes; the event it gives tells that it was this."""
    late = threading.Event()

    def end() -> None:
        late.set()
        stop.set()

    timer = threading.Timer(minutes * 60, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _stopped(stop: threading.Event, late: threading.Event) -> Stopped:
    return "time_limit" if late.is_set() else "signal" if stop.is_set() else ""


def _clock(workspace: Workspace, now: datetime) -> None:
    """A run older than those before it would not count as the newest; UnseenError where the clock was set back."""
    if not workspace.store.is_file():
        return
    with opened(workspace) as history:
        newest = max((run.started for run in history.runs()), default=now)
    if newest > now:
        raise UnseenError(
            f"this machine's clock is behind the newest run, which began {newest.isoformat(timespec='seconds')}; "
            "until then what is found counts as older than what is known",
            todo="set the clock right (timedatectl)",
        )


def _watch(hosts: int, event: Event) -> None:
    if isinstance(event, NotAsked):
        log.warning("%d of %d hosts were not asked: %s", len(event.hosts), hosts, event.cause)
    elif isinstance(event, Receipt):
        how = f"{event.cause} {event.detail}".strip() if event.cause else f"{event.bytes} bytes"
        log.info("%s: %s", printable(event.host), printable(how), extra={"seconds": round(event.seconds, 1)})


def _current(request: Request, workspace: Workspace) -> Report:
    return stored_report(
        workspace,
        None,
        request.inventories,
        limit=request.limit,
        options=request.options,
        language=request.language,
        settings=request.settings,
    )


def _sent(messages: int) -> str:
    return f"{messages} sent" if messages else "there is nothing to send"


def _counted(written: list[Path]) -> str:
    return f"{len(written)} files"


def _reports(request: Request, workspace: Workspace, report: Report | None) -> list[Path]:
    return write_reports(_there(report), workspace.reports, request.language, request.settings.report)


def _index(request: Request, workspace: Workspace, report: Report | None) -> Path | None:
    of = _there(report).run
    return write_index(workspace, request.settings, agency=of.agency, area=of.area, language=request.language)


def _owners(request: Request, workspace: Workspace, report: Report | None) -> list[Path]:
    """The editions of owners. All that can be are written before the problems of the others are told."""
    written: list[Path] = []
    problems: list[Problem] = []
    for owner in request.settings.nightly.owners:
        try:
            edition = for_owner(_there(report), owner)
            written += write_reports(
                edition, workspace.reports, request.language, request.settings.report, narrowed=(owner,)
            )
        except UsageError as error:
            problems += error.problems
    if problems:
        raise UsageError.of(problems)
    return written


def _sign(request: Request, workspace: Workspace) -> None:
    if problem := signed(workspace, request.settings.integrity):
        raise UnseenError.of([problem])


def _prune(request: Request, workspace: Workspace) -> int:
    """How many runs lost their evidence, because it is older than the settings keep it."""
    if not workspace.store.is_file():
        return 0
    now = datetime.now(UTC)
    with held(workspace.home, now), opened(workspace) as history:
        days = request.settings.retention.evidence_days
        return sum(each.removed for each in prune(history, request.inventories, days, now, account()))


def _metrics(request: Request, night: Night, report: Report | None, record: Record) -> None:
    last = night.finished if night.complete else record.last_success()
    wanted = request.settings.metrics
    write(Path(wanted.file), [metrics.render(night, report, last).encode()], int(wanted.mode, 8))


def _there(report: Report | None) -> Report:
    if report is None:
        raise UnseenError("there is nothing to report: the scan failed")
    return report

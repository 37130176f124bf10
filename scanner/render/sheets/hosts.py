"""Every host of the inventory, whatever came back."""

from __future__ import annotations

from scanner.model.report import HostInfo, Report
from scanner.model.verdict import Verdict
from scanner.render.say import Say
from scanner.render.sheets.sheet import Column, Row, Sheet, moment
from scanner.render.view.gaps import groups_of, owner_name


def sheet(report: Report, say: Say) -> Sheet:
    """One row for each host."""
    columns = (
        Column(say("host"), 28), Column(say("owner"), 18), Column(say("x_system"), 26), Column(say("state"), 14),
        Column(say("cause"), 26), Column(say("x_root"), 14), *(Column(say.word(verdict), 11) for verdict in Verdict),
        Column(say("groups"), 20), Column(say("x_targets"), 20), Column(say("observed"), 17),
        Column(say("last_seen"), 17), Column(say("x_seconds"), 10), Column(say("x_host_id"), 26),
        Column(say("digest_evidence"), 34),
    )  # fmt: skip
    names = {target.id: target.name for target in report.targets}
    return Sheet(say("hosts"), columns, (_row(host, names, say) for host in report.hosts), printed=13)


def _row(host: HostInfo, targets: dict[str, str], say: Say) -> Row:
    return (
        host.name,
        owner_name(host.owner, say),
        host.system or None,
        say.word(host.state),
        say.text(host.cause.words) if host.cause else None,
        None if host.observed_at is None else say("yes") if host.escalated else say("no"),
        *(host.counts.get(verdict.value, 0) for verdict in Verdict),
        ", ".join(groups_of(host, say)),
        ", ".join(targets.get(name, name) for name in host.targets) or say("x_unmodelled"),
        moment(host.observed_at),
        moment(host.last_seen),
        round(host.seconds, 2) if host.observed_at else None,
        host.host_id,
        host.evidence_sha256,
    )

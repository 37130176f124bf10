"""What a partner copies from the work list: the command that checks again, a dispute, a request for a waiver."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import yaml

from scanner.model.report import Report
from scanner.render.decision_forms import MOST_HOSTS, request
from scanner.render.identity import finding_key
from scanner.render.say import Say
from scanner.render.view.failing import Failing


def recheck(closed: Sequence[Failing], hosts: Sequence[str]) -> str:
    """The command that scans just these hosts with just these checks."""
    checks = " ".join(f"--check {shlex.quote(each.check.id)}" for each in closed)
    return f"eits-scan scan -i inventory --limit {shlex.quote(','.join(hosts))} {checks}"


def dispute(closed: Sequence[Failing], report: Report, say: Say) -> str:
    """YAML that says which findings are disputed, tied by a digest to what was read from each host."""
    known = {host.name: host for host in report.hosts}
    disputed = [
        {
            "check": each.check.id,
            "host": host,
            "finding": finding_key(known[host].host_id, each.check.id),
            "evidence_sha256": known[host].evidence_sha256,
        }
        for each in closed
        for host in each.hosts
        if host in known
    ]
    form = {"run": report.run.id, "findings": disputed[:MOST_HOSTS]}
    form |= {"reason": say("p_fill_reason"), "by": say("p_fill_name")}
    return _yaml({"dispute": form}, len(disputed), say)


def waiver_request(closed: Sequence[Failing], hosts: Sequence[str], say: Say) -> str:
    """YAML in the form of waivers.yaml, with what the partner and then the agency must fill in."""
    asked = [request(each.check.id, each.hosts, say) for each in closed]
    return _yaml({"waivers": asked}, len(hosts), say)


def _yaml(form: object, listed: int, say: Say) -> str:
    text: str = yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=10_000)
    left = listed - MOST_HOSTS
    return text + (f"# {say('p_left_out', n=say.number(left))}\n" if left > 0 else "")

"""Files for an owner, in every format and for every reader, do not tell of anybody else."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest

from scanner.assess.edition import for_owner
from scanner.model.action_plan import PlanInfo
from scanner.model.base import Lang
from scanner.model.decision import State, WaiverKind
from scanner.model.facts import Source
from scanner.model.finding import Judged
from scanner.model.register import AttestationInfo, TrendPoint, WaiverInfo
from scanner.model.report import Findings, Report
from scanner.model.verdict import Verdict
from scanner.render.files import pieces
from scanner.render.formats import AUDIENCES, FORMATS, Audience
from tests.render import sample
from tests.render.available import AVAILABLE

OWNER = "IT-partner"
SECRET = "SALAJANE-PÕHJENDUS"
ADDRESS = "198.51.100.77"
LANGUAGES: tuple[Lang, ...] = ("et", "en")
DOCUMENTS = [
    (name, audience, lang)
    for name in AVAILABLE
    for audience in AUDIENCES
    for lang in LANGUAGES
    if FORMATS[name].document(audience) and (name, lang) != ("pdf", "en")  # it takes long, and is the HTML again
]


def loaded() -> Report:
    """The sample with something of others in every place where a report can hold it."""
    whole = sample.report()
    check = "linux-sshd-permit-root-login"
    waiver = WaiverInfo(
        id="E-1", kind=WaiverKind.RISK_ACCEPTED, check=check, reason=SECRET, approved_by=SECRET, risk_ref=SECRET,
        document_ref=SECRET, hosts=("veeb1.asutus.ee", "failid.asutus.ee"), groups=("andmebaas",),
        approved_on=date(2026, 1, 1), expires=date(2026, 12, 1),
    )  # fmt: skip
    shared = Judged(
        key="SHA256:ühine", at="ssh_keys.host_keys", verdict="fail", expected=whole.checks[check].title,
        actual="SHA256:ühine: jaan@andmebaas1.asutus.ee, rakendus1.asutus.ee, veeb3-2024",
    )  # fmt: skip
    theirs = Judged(
        key="võõras", at="x", verdict="fail", expected=whole.checks[check].title, actual=ADDRESS,
        source=Source(file=f"/etc/{ADDRESS}.conf", line=1, text=ADDRESS),
    )  # fmt: skip
    stated = AttestationInfo(
        clause="SYS.1.1.M2.a", hosts=("veeb1.asutus.ee", "failid.asutus.ee"), state=State.PARTLY, statement=SECRET,
        by=SECRET, evidence=SECRET, stated_on=date(2026, 1, 1), valid_until=date(2026, 12, 1),
    )  # fmt: skip
    owners = {host.name: host.owner for host in whole.hosts}
    findings = [
        each.model_copy(
            update={
                "verdict": Verdict.FAIL,
                "cause": None,
                "objects": (shared if owners[each.host] == OWNER else theirs,),
                "actual": shared.actual if owners[each.host] == OWNER else ADDRESS,
            }
        )
        if each.check == check
        else each
        for each in whole.findings
    ]
    return whole.model_copy(
        update={
            "findings": Findings.of(findings),
            "checks": whole.checks | {check: whole.checks[check].model_copy(update={"scope": "fleet"})},
            "run": whole.run.model_copy(update={"limit": "veeb1.asutus.ee,andmebaas"}),
            "waivers": (waiver,),
            "attestations": (stated,),
            "plan": (
                PlanInfo(key="k1", check=check, owner=OWNER, responsible="Peeter", comment=SECRET, source=SECRET),
                PlanInfo(key="k2", check=check, owner="Andmebaasihaldur", responsible=SECRET, comment=SECRET),
                PlanInfo(key="k3", number="3.2", text=SECRET, responsible=SECRET, comment=SECRET),
            ),
            "trend": (TrendPoint(run="öö-enne", finished=sample.START, hosts=4321),),
        }
    )


def others() -> list[str]:
    """What must not be in the files: names, ids, owners and groups that are not this owner's, and what they hold."""
    whole = sample.report()
    own = [host for host in whole.hosts if host.owner == OWNER]
    theirs = [host for host in whole.hosts if host.owner not in (OWNER, "unassigned")]
    names = {name for host in theirs for name in (host.name, host.host_id, host.owner, *host.groups)}
    names -= {group for host in own for group in host.groups}
    names -= {name for name in names if "<" in name}  # written differently in each format; a part of them is searched
    digests = {host.evidence_sha256 for host in theirs if host.evidence_sha256}
    return [*sorted(names), *sorted(digests), "post.asutus.ee", "onerror=alert", "IT-juht", SECRET, ADDRESS, "4321"]


def written(report: Report, name: str, audience: Audience, lang: Lang) -> str:
    render = FORMATS[name].document(audience)
    assert render is not None
    file = b"".join(pieces(render(report, lang)))
    if file.startswith(b"%PDF"):
        lines = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(file)).pages)
        return lines + "".join(lines.split())  # a name may stand on two lines
    if not file.startswith(b"PK"):
        return file.decode("utf-8")
    with ZipFile(BytesIO(file)) as packed:  # a workbook
        return "\n".join(packed.read(name).decode("utf-8") for name in packed.namelist())


@pytest.mark.parametrize(("name", "audience", "lang"), DOCUMENTS)
def test_nothing_of_another_owner_is_in_the_file(name: str, audience: Audience, lang: Lang) -> None:
    text = written(for_owner(loaded(), OWNER), name, audience, lang)
    assert [word for word in others() if word in text] == []
    assert "rakendus1.asutus.ee" in text or audience == "management"


def test_the_search_would_find_them_in_the_whole_report() -> None:
    text = "".join(written(loaded(), name, "specialist", "et") for name in ("html", "json"))
    assert [word for word in others() if word not in text] == []


def test_the_partner_is_told_of_no_waiver_reason_in_the_whole_report_either() -> None:
    assert SECRET not in written(loaded(), "html", "partner", "et")


def test_an_owner_sees_what_was_planned_for_own_hosts() -> None:
    text = written(for_owner(loaded(), OWNER), "xlsx", "specialist", "et")
    assert "Peeter" in text


def test_numbers_agree_across_the_documents_of_an_edition() -> None:
    report = for_owner(sample.report(), OWNER)
    gaps = sum(report.summary.gaps.values())
    waived = sum(each.waiver is not None for each in report.findings)
    assert f"leiti {gaps} lünka" in written(report, "html", "management", "et")
    assert f"<b>{gaps - waived}</b> lünka" in written(report, "html", "partner", "et")

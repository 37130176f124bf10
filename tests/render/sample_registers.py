"""What people decided in the sample, in force, ending soon and expired; and how earlier nights stood."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from scanner.model.action_plan import PlanInfo, gap_key, observation_key
from scanner.model.catalogue import Level
from scanner.model.decision import State, WaiverKind
from scanner.model.register import AttestationInfo, TrendPoint, WaiverInfo
from scanner.model.status import MeasureStatus, PlanStatus
from scanner.model.verdict import Severity

CHECK = "linux-sshd-x11-forwarding"

WAIVERS = (
    WaiverInfo(
        id="E-2026-01", kind=WaiverKind.TEMPORARY, check=CHECK, groups=("rakendus",),
        reason="Aruandlusrakendus vajab graafilist seanssi, kuni uus versioon on kasutusel.", approved_by="IT-juht",
        approved_on=date(2026, 9, 1), expires=date(2026, 11, 30), document_ref="1-5/26/114",
    ),
    WaiverInfo(
        id="E-2026-02", kind=WaiverKind.RISK_ACCEPTED, measure="SYS.1.1.M10",
        reason="Keskne logiserver hangitakse 2027. aastal; <b>seni</b> =logid jäävad hosti.", approved_by="peadirektor",
        approved_on=date(2026, 3, 2), expires=date(2027, 3, 1), risk_ref="R-17", document_ref="1-5/26/20",
    ),
    WaiverInfo(
        id="E-2025-09", kind=WaiverKind.EQUIVALENT, check=CHECK, hosts=("veeb1.asutus.ee",),
        approved_by="infoturbejuht", reason="Ligipääs on ainult haldusvõrgust.", objects=("sshd",),
        approved_on=date(2025, 11, 1), expires=date(2026, 10, 31),
    ),
)  # fmt: skip

ATTESTATIONS = (
    AttestationInfo(
        clause="SYS.1.1.M2.a", target="linux-serverid", state=State.IMPLEMENTED, by="infoturbejuht",
        statement="Kasutajate autentimise kord on kinnitatud ja järgitud.", stated_on=date(2026, 2, 3),
        valid_until=date(2027, 2, 3), evidence="dokumendihaldussüsteem 5-1/26/8",
    ),
    AttestationInfo(
        clause="SYS.1.3.M2.a", hosts=("veeb1.asutus.ee", "veeb3.asutus.ee"), state=State.PARTLY, by="süsteemihaldur",
        statement="Kontode ülevaatus on tehtud pooltes rühmades.", stated_on=date(2025, 11, 24),
        valid_until=date(2026, 11, 24),
    ),
    AttestationInfo(
        clause="SYS.1.1.M6.b", target="linux-serverid", state=State.NOT_RELEVANT, by="IT-juht",
        statement="Teenust ei kasutata.", stated_on=date(2025, 1, 10), valid_until=date(2026, 1, 10),
    ),
)  # fmt: skip


def trend() -> tuple[TrendPoint, ...]:
    """Six earlier nights, getting slowly better."""
    return tuple(
        TrendPoint(
            run=f"2026-{month:02}-01T02-00-09",
            finished=datetime(2026, month, 1, 0, 1, tzinfo=UTC),
            hosts=9 + month % 2,
            gaps={Severity.CRITICAL: 12 - month, Severity.HIGH: 40 - month, Severity.MEDIUM: 30, Severity.LOW: 18},
            measures={Level.BASIC: {MeasureStatus.PARTLY: 5, MeasureStatus.NOT_IMPLEMENTED: month % 3}},
        )
        for month in range(6, 12)
    )


PLAN = (
    PlanInfo(
        key=gap_key(CHECK, "IT-partner"), check=CHECK, owner="IT-partner", responsible="süsteemihaldur",
        deadline=date(2026, 12, 18), status=PlanStatus.IN_PROGRESS, comment="=koos väljalaskega 4.2 <i>",
        source="tegevuskava.xlsx",
    ),
    PlanInfo(
        key=observation_key("3.2"), number="3.2", text="Varukoopia taastamist ei ole proovitud.", responsible="IT-juht",
        deadline=date(2027, 1, 31), source="tegevuskava.xlsx",
    ),
)  # fmt: skip


def registers() -> dict[str, Any]:
    """All of it, as fields of a Report."""
    return {"waivers": WAIVERS, "attestations": ATTESTATIONS, "trend": trend(), "plan": PLAN}

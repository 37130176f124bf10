from __future__ import annotations

from scanner.model.catalogue import Level
from scanner.model.decision import State, WaiverKind
from scanner.model.host import Host
from scanner.model.status import ClauseStatus as C
from scanner.model.status import MeasureStatus as M
from scanner.model.target import AREA, HighMeasure, Need, Needs, Target
from tests.assess.site import attestation, clause, clause_of, measure, only, rolled, site, waiver

A, B, C3 = (Host(name=f"{name}.example", host_id=name) for name in "abc")
PROVEN = {"SYS.9.1.M1.a": clause("sshd-root proves"), "SYS.9.1.M1.b": clause("sshd-empty proves")}


def test_a_measure_names_what_is_met_and_where_it_is_missing() -> None:
    result = rolled(
        site(PROVEN),
        {
            ("a", "sshd-root"): "pass",
            ("b", "sshd-root"): "fail",
            ("a", "sshd-empty"): "pass",
            ("b", "sshd-empty"): "pass",
        },
    )
    info = only(result)
    assert (info.status, info.suggestion) == (M.PARTLY, "O")
    assert (info.passed, info.total) == (3, 4)
    assert [clause.status for clause in info.clauses] == [C.PARTLY, C.MET]
    assert info.clauses[0].by_host == {"a.example": C.MET, "b.example": C.NOT_MET}
    assert info.clauses[0].hosts == {C.MET: 1, C.NOT_MET: 1}


def test_counts_and_percentage_are_over_clause_and_host() -> None:
    result = rolled(
        site(PROVEN), {("a", "sshd-root"): "pass", ("b", "sshd-root"): "fail", ("a", "sshd-empty"): "error"}
    )
    (module,) = result.modules
    assert module.counts == {C.MET: 1, C.NOT_MET: 1, C.UNKNOWN: 2}
    assert module.percent == result.percent == 50
    assert result.clauses == module.counts


def test_a_host_never_scanned_is_unknown_and_keeps_a_measure_from_being_implemented() -> None:
    result = rolled(site(PROVEN), {("a", "sshd-root"): "pass", ("a", "sshd-empty"): "pass"})
    assert only(result).status is M.NOT_ASSESSED
    assert only(result).clauses[0].by_host["b.example"] is C.UNKNOWN


def test_a_host_in_no_target_object_is_unmodelled_and_counts_nowhere() -> None:
    targets = [Target(id="servers", name="S", hosts=("a.example",), modules=("SYS.9.1",))]
    result = rolled(site(PROVEN, targets=targets), {("a", "sshd-root"): "pass", ("b", "sshd-root"): "fail"})
    assert result.unmodelled == ("b.example",)
    assert set(only(result).clauses[0].by_host) == {"a.example"}


def test_a_target_object_finds_its_hosts_by_name_id_and_group() -> None:
    hosts = [A, B, Host(name="c.example", host_id="c", groups=("web",))]
    targets = [Target(id="servers", name="S", hosts=("a.example", "b"), groups=("web",), modules=("SYS.9.1",))]
    assert rolled(site(PROVEN, targets=targets, hosts=hosts), {}).targets[0].hosts == (
        "a.example",
        "b.example",
        "c.example",
    )


def test_a_target_object_without_hosts_is_answered_by_people_alone() -> None:
    targets = [Target(id="servers", name="S", modules=("SYS.9.1",))]
    asked = {"SYS.9.1.M1.a": clause("sshd-root proves", ask=True)}
    assert only(rolled(site(asked, targets=targets, hosts=[]), {})).status is M.NOT_ASSESSED
    said = [attestation("SYS.9.1.M1.a", State.IMPLEMENTED)]
    assert only(rolled(site(asked, targets=targets, hosts=[], attestations=said), {})).status is M.IMPLEMENTED


def test_basic_security_selects_basic_measures_and_standard_security_both() -> None:
    measures = [measure("SYS.9.1.M1", "basic"), measure("SYS.9.1.M2", "standard")]
    chosen = {
        approach: [info.code for info in rolled(site({}, measures, scope={"approach": approach}), {}).measures]
        for approach in ("basic", "standard", "core")
    }
    assert chosen == {
        "basic": ["SYS.9.1.M1"],
        "standard": ["SYS.9.1.M1", "SYS.9.1.M2"],
        "core": ["SYS.9.1.M1", "SYS.9.1.M2"],
    }


def test_a_profile_selects_what_it_marks_and_keeps_what_its_source_does_not_know() -> None:
    measures = [
        measure("SYS.9.1.M1", "basic", profiles={"kov": "P2"}),
        measure("SYS.9.1.M2", "basic", profiles={"edu": "P1"}),
        measure("SYS.9.1.M3", "standard", profiles=None),
    ]
    result = rolled(site({}, measures, scope={"profile": "kov"}), {})
    assert [info.code for info in result.measures] == ["SYS.9.1.M1", "SYS.9.1.M3"]
    assert [each.priority for each in result.measures] == ["P2", None]


def high(need: Needs, *decided: str, marks: tuple[str, ...] = ("C",)) -> list[M]:
    """Statuses of one high measure at a need."""
    measures = [measure("SYS.9.1.M9", "high", marks=marks)]
    decisions = tuple(HighMeasure(measure=code, risk_ref="R-1") for code in decided)
    targets = [
        Target(id="servers", name="S", hosts=("a", "b"), modules=("SYS.9.1",), need=need, high_measures=decisions)
    ]
    here = site({"SYS.9.1.M9.a": clause("sshd-root proves")}, measures, targets=targets)
    result = rolled(here, {("a", "sshd-root"): "fail", ("b", "sshd-root"): "fail"})
    assert bool(result.clauses) == bool(decided)
    return [info.status for info in result.measures]


def test_a_high_measure_is_to_be_considered_where_a_high_need_meets_its_mark() -> None:
    assert high(Needs(C=Need.HIGH)) == [M.TO_CONSIDER]
    assert high(Needs(A=Need.VERY_HIGH), marks=("I", "A")) == [M.TO_CONSIDER]
    assert high(Needs(A=Need.HIGH)) == []
    assert high(Needs()) == []


def test_a_high_measure_counts_once_its_decision_is_recorded() -> None:
    assert high(Needs(C=Need.HIGH), "SYS.9.1.M9") == [M.NOT_IMPLEMENTED]
    assert high(Needs(), "SYS.9.1.M9") == [M.NOT_IMPLEMENTED]


def test_a_system_inherits_the_highest_need_of_what_runs_on_it_and_an_application_does_not() -> None:
    coverage = {
        "SYS.9.1.M1.a": clause("sshd-root proves", when_need="high"),
        "APP.9.1.M1.a": clause("sshd-root proves", when_need="high"),
    }

    def statuses(system: Needs, application: Needs) -> dict[str, C]:
        targets = [
            Target(id="servers", name="S", hosts=("a", "b"), modules=("SYS.9.1",), need=system),
            Target(id="service", name="T", hosts=("a",), modules=("APP.9.1",), need=application),
        ]
        result = rolled(site(coverage, targets=targets), {("a", "sshd-root"): "fail", ("b", "sshd-root"): "fail"})
        found = {info.code: info.clauses[0].by_host for info in result.measures}
        assert found["SYS.9.1.M1"]["b.example"] is (C.NOT_MET if system.C is Need.HIGH else C.NOT_APPLICABLE)
        return {code: by_host["a.example"] for code, by_host in found.items()}

    up = statuses(Needs(), Needs(C=Need.HIGH))
    assert up == {"SYS.9.1.M1": C.NOT_MET, "APP.9.1.M1": C.NOT_MET}
    down = statuses(Needs(C=Need.HIGH), Needs())
    assert down == {"SYS.9.1.M1": C.NOT_MET, "APP.9.1.M1": C.NOT_APPLICABLE}


def test_a_process_module_has_one_row_for_the_whole_area_with_hosts_as_evidence() -> None:
    coverage = {"ORP.9.M1.a": clause("sshd-root supports"), "SYS.9.1.M1.a": clause("sshd-empty proves")}
    targets = [
        Target(id="one", name="1", hosts=("a",), modules=("SYS.9.1",)),
        Target(id="two", name="2", hosts=("b",), modules=("SYS.9.1",)),
    ]
    here = site(coverage, targets=targets, hosts=[A, B, C3], scope={"process_modules": ("ORP.9",), "area": "Kõik"})
    result = rolled(here, {("a", "sshd-root"): "pass", ("b", "sshd-root"): "fail", ("c", "sshd-root"): "fail"})
    (area,) = [info for info in result.measures if info.module == "ORP.9"]
    assert (area.target, area.status) == (AREA, M.PARTLY)
    assert area.clauses[0].hosts == {C.PARTLY: 1}
    assert set(area.clauses[0].by_host) == {"a.example", "b.example"}
    assert [(target.id, target.name) for target in result.targets][-1] == (AREA, "Kõik")
    assert {module.code: sum(module.counts.values()) for module in result.modules} == {"SYS.9.1": 2, "ORP.9": 1}


def test_a_module_nobody_covered_is_listed_as_not_assessed_and_uncovered() -> None:
    measures = [measure("SYS.9.1.M1", clauses="ab")]
    result = rolled(site({}, measures), {})
    assert only(result).status is M.NOT_ASSESSED
    assert result.modules[0].uncovered == ("SYS.9.1.M1.a", "SYS.9.1.M1.b")
    assert result.percent is None


def test_an_accepted_risk_on_a_basic_measure_leaves_it_not_implemented() -> None:
    words = {(host, "sshd-root"): "fail" for host in "ab"}
    for level, expected in ((Level.BASIC, M.NOT_IMPLEMENTED), (Level.STANDARD, M.RISK_ACCEPTED)):
        here = site(
            {"SYS.9.1.M1.a": clause("sshd-root proves")},
            [measure("SYS.9.1.M1", level.value)],
            waivers=[waiver(WaiverKind.RISK_ACCEPTED)],
        )
        result = rolled(here, words)
        assert only(result).status is expected
        assert (result.percent is None) == (expected is M.RISK_ACCEPTED)


def test_what_waits_for_a_person_shows_its_question() -> None:
    info = clause_of(rolled(site({"SYS.9.1.M1.a": clause("sshd-root supports", ask=True)}), {}))
    assert info.question is not None
    assert info.checks == ("sshd-root",)

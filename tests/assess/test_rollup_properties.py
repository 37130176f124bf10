"""What holds of the roll-up whatever the findings, statements and waivers are."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.assess.site import Site
from scanner.model.decision import Attestation, State, Waiver, WaiverKind
from scanner.model.report import MeasureInfo
from scanner.model.status import ClauseStatus as C
from scanner.model.status import MeasureStatus as M
from tests.assess.site import Words, attestation, clause, measure, rolled, site, waiver

CHECKS = ("sshd-root", "sshd-empty", "root-alone")
HOSTS = ("a", "b")
CLAUSES = ("SYS.9.1.M1.a", "SYS.9.1.M1.b")
SAYS = st.sampled_from(["proves", "supports", "refutes"])
LINKS = st.lists(st.tuples(st.sampled_from(CHECKS), SAYS), max_size=3, unique_by=lambda link: link[0])
COVERAGE = st.builds(lambda links, ask: clause(*(" ".join(link) for link in links), ask=ask), LINKS, st.booleans())
WORDS = st.dictionaries(
    st.tuples(st.sampled_from(HOSTS), st.sampled_from(CHECKS)),
    st.sampled_from(["pass", "fail:22", "fail:22,23", "error", "not_applicable"]),
)
PLACES = st.sampled_from([{"target": "servers"}, {"hosts": ("a",)}, {"hosts": ("b.example",)}])
STATEMENTS = st.lists(
    st.builds(
        lambda code, state, place, day: attestation(code, state, stated_on=date(2026, 11, day), **place),
        st.sampled_from(CLAUSES),
        st.sampled_from(list(State)),
        PLACES,
        st.integers(1, 30),
    ),
    max_size=3,
)
WAIVERS = st.lists(
    st.builds(
        lambda number, kind, check, objects: waiver(kind, id=f"E-{number}", check=check, objects=objects),
        st.integers(1, 99),
        st.sampled_from(list(WaiverKind)),
        st.sampled_from(CHECKS),
        st.sampled_from([(), ("22",), ("23",)]),
    ),
    max_size=3,
)
LEVELS = st.sampled_from(["basic", "standard"])
SITES = st.builds(
    lambda one, two, level, said, waivers: site(
        dict(zip(CLAUSES, (one, two), strict=True)),
        [measure("SYS.9.1.M1", level, clauses="ab")],
        attestations=said,
        waivers=waivers,
    ),
    COVERAGE,
    COVERAGE,
    LEVELS,
    STATEMENTS,
    WAIVERS,
)
GOOD = {C.MET, C.WAIVED, C.NOT_APPLICABLE}


def info(here: Site, words: Words) -> MeasureInfo:
    """The one measure."""
    (found,) = rolled(here, words).measures
    return found


def each(found: MeasureInfo) -> dict[tuple[str, str], C]:
    """Status by clause and host."""
    return {(clause.code, host): status for clause in found.clauses for host, status in clause.by_host.items()}


def without(here: Site, *, said: bool = True, waivers: bool = True) -> Site:
    """The same site without statements or waivers."""
    return Site(
        scope=here.scope,
        catalogue=here.catalogue,
        coverage=here.coverage,
        checks=here.checks,
        hosts=here.hosts,
        as_of=here.as_of,
        attestations=here.attestations if said else (),
        waivers=here.waivers if waivers else (),
    )


@given(SITES, WORDS, st.sampled_from(HOSTS), st.sampled_from(CHECKS), st.booleans())
def test_seeing_less_never_settles_anything(
    here: Site, words: dict[tuple[str, str], str], host: str, check: str, lost: bool
) -> None:
    """One finding becomes an error or is lost: what was not good before does not become good."""
    seen = {pair: word for pair, word in words.items() if pair != (host, check)}
    less = seen if lost else {**seen, (host, check): "error"}
    full = {**seen, (host, check): words.get((host, check), "pass")}
    before, after = info(here, full), info(here, less)
    for place, status in each(after).items():
        if status in GOOD and full[host, check] != "fail:22" and full[host, check] != "fail:22,23":
            assert each(before)[place] in GOOD
    if after.status is M.IMPLEMENTED and not full[host, check].startswith("fail"):
        assert before.status is M.IMPLEMENTED


@given(SITES, WORDS)
def test_an_unseen_check_never_leaves_its_clause_met(here: Site, words: dict[tuple[str, str], str]) -> None:
    for (code, name), status in each(info(here, words)).items():
        links = here.coverage["SYS.9.1"].clauses[code].links
        if any(words.get((name[0], link.check), "error") == "error" for link in links):
            assert status not in (C.MET, C.NOT_APPLICABLE, C.NOT_ASSESSED)


@given(SITES, WORDS)
def test_an_unwaived_fail_on_a_proving_link_is_never_met(here: Site, words: dict[tuple[str, str], str]) -> None:
    found = info(without(here, waivers=False), words)
    for (code, name), status in each(found).items():
        links = here.coverage["SYS.9.1"].clauses[code].links
        fails = {link.says for link in links if words.get((name[0], link.check), "").startswith("fail")}
        if fails - {"supports"}:
            assert status is C.NOT_MET
            assert found.status in (M.PARTLY, M.NOT_IMPLEMENTED)
        elif fails:
            assert status in (C.PARTLY, C.NOT_MET)


@given(SITES, WORDS)
def test_hosts_in_another_order_stand_the_same(here: Site, words: dict[tuple[str, str], str]) -> None:
    turned = Site(
        scope=here.scope,
        catalogue=here.catalogue,
        coverage=here.coverage,
        checks=here.checks,
        hosts=tuple(reversed(here.hosts)),
        as_of=here.as_of,
        attestations=tuple(reversed(here.attestations)),
        waivers=tuple(reversed(here.waivers)),
    )
    assert rolled(here, words) == rolled(turned, dict(reversed(words.items())))


@given(SITES, WORDS)
def test_a_waiver_is_never_better_than_a_pass(here: Site, words: dict[tuple[str, str], str]) -> None:
    passing = {pair: "pass" if word.startswith("fail") else word for pair, word in words.items()}
    best, found = each(info(without(here, waivers=False), passing)), each(info(here, words))
    for place, status in found.items():
        if status is C.MET:
            assert best[place] is C.MET


@given(SITES, WORDS)
def test_on_a_basic_measure_exceptions_and_accepted_risks_change_nothing(
    here: Site, words: dict[tuple[str, str], str]
) -> None:
    quiet = (WaiverKind.TEMPORARY, WaiverKind.RISK_ACCEPTED)
    only_quiet: list[Waiver] = [each for each in here.waivers if each.kind in quiet]
    basic = here.catalogue.by_code["SYS.9.1.M1"].level == "basic"
    waived = Site(
        scope=here.scope,
        catalogue=here.catalogue,
        coverage=here.coverage,
        checks=here.checks,
        hosts=here.hosts,
        as_of=here.as_of,
        attestations=here.attestations,
        waivers=only_quiet if basic else [each for each in only_quiet if each.kind is WaiverKind.TEMPORARY],
    )
    assert rolled(waived, words) == rolled(without(here, waivers=False), words)


@given(SITES, WORDS)
def test_a_measure_is_implemented_only_where_every_clause_is_answered_for_every_host(
    here: Site, words: dict[tuple[str, str], str]
) -> None:
    found = info(here, words)
    if found.status is M.IMPLEMENTED:
        assert set(each(found).values()) <= {C.MET, C.NOT_APPLICABLE}
    if found.status is M.NOT_RELEVANT:
        assert here.attestations


@given(SITES, WORDS)
def test_counts_hold_every_clause_and_host_once(here: Site, words: dict[tuple[str, str], str]) -> None:
    result = rolled(here, words)
    (module,) = result.modules
    assert sum(module.counts.values()) == len(CLAUSES) * len(HOSTS) == len(each(result.measures[0]))
    assert 0 <= result.measures[0].passed <= result.measures[0].total
    if C.MET not in module.counts and module.percent is not None:
        assert module.percent == 0


def test_the_strategies_reach_every_status() -> None:
    """The properties above would mean little if they never met some status."""
    reached: set[C] = set()

    @settings(derandomize=True, max_examples=500, database=None)
    @given(SITES, WORDS)
    def collect(here: Site, words: dict[tuple[str, str], str]) -> None:
        reached.update(each(info(here, words)).values())

    collect()
    assert reached == set(C)


def test_statements_alone_meet_what_only_people_can_answer() -> None:
    said: list[Attestation] = [attestation(code, State.IMPLEMENTED) for code in CLAUSES]
    here = site(dict.fromkeys(CLAUSES, clause(organisational=True)), attestations=said)
    assert info(here, {}).status is M.IMPLEMENTED

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from scanner import resources
from scanner.content import catalogue as catalogues
from scanner.content.decisions import Decisions, Existing, load_decisions, read_decisions
from scanner.errors import InvalidError
from scanner.model.decision import Attestation, State, Waiver, WaiverKind, day_of
from scanner.model.host import Host
from scanner.model.target import Scope, Target

EXISTING = Existing(
    scope=Scope(
        targets=(Target(id="veeb", name="Veeb", groups=("web",), modules=("SYS.1.3",)),), process_modules=("ORP.4",)
    ),
    hosts=(Host(name="www1", host_id="w1", groups=("web",), former_names=("old1",)),),
    catalogue=catalogues.load("2024", checks=resources.checks()),
    checks={"linux-sshd-root": "linux-sshd-root", "old-name": "linux-sshd-root"},
)
ATTESTATION = """
  - clause: {clause}
    {about}
    state: {state}
    statement: Vaadatud üle.
    by: IT-juht
    stated_on: 2026-11-01
    valid_until: {until}
"""
WAIVER = """
  - id: {id}
    kind: {kind}
    {about}
    reason: Pärandsüsteem.
    approved_by: Juhataja
    approved_by_role: management
    approved_on: 2026-11-01
    expires: 2026-12-31
    document_ref: 1-2/34
    {more}
"""


def attestation(
    clause: str = "SYS.1.3.M2.a", about: str = "target: veeb", state: str = "rakendatud", until: str = "2027-11-01"
) -> str:
    return ATTESTATION.format(clause=clause, about=about, state=state, until=until)


def waiver(
    name: str = "E-1", kind: str = "ajutine_erand", about: str = "check: linux-sshd-root", more: str = ""
) -> str:
    return WAIVER.format(id=name, kind=kind, about=about, more=more)


def decided(folder: Path, said: str = "", waived: str = "") -> Decisions:
    """What the two files with these entries decide."""
    if said:
        (folder / "attestations.yaml").write_text(f"attestations:{said}", encoding="utf-8")
    if waived:
        (folder / "waivers.yaml").write_text(f"waivers:{waived}", encoding="utf-8")
    return load_decisions([folder], EXISTING)


def wrong(folder: Path, said: str = "", waived: str = "") -> list[str]:
    """What is wrong, without the folder's name."""
    with pytest.raises(InvalidError) as caught:
        decided(folder, said, waived)
    return [str(each).replace(f"{folder}/", "") for each in caught.value.problems]


def test_without_files_nothing_is_decided(tmp_path: Path) -> None:
    assert decided(tmp_path) == Decisions()
    (tmp_path / "waivers.yaml").write_text("# nothing yet\n")
    assert decided(tmp_path) == Decisions()


def test_decisions_are_read_as_they_stand(tmp_path: Path) -> None:
    found = decided(
        tmp_path,
        attestation() + attestation("ORP.4.M1.a", "target: kaitseala", "ei ole rakendatud"),
        waiver(about="check: linux-sshd-root\n    hosts: [www1]\n    objects: [root]"),
    )
    first, second = found.attestations
    assert (first.state, first.stated_on, first.valid_until) == (
        State.IMPLEMENTED,
        date(2026, 11, 1),
        date(2027, 11, 1),
    )
    assert (second.state, second.target) == (State.NOT_IMPLEMENTED, "kaitseala")
    assert found.waivers[0].kind is WaiverKind.TEMPORARY


def test_a_waiver_follows_a_check_to_its_new_name(tmp_path: Path) -> None:
    (found,) = decided(tmp_path, waived=waiver(about="check: old-name")).waivers
    assert found.check == "linux-sshd-root"


def test_what_does_not_exist_is_told_at_once_for_both_files(tmp_path: Path) -> None:
    said = wrong(
        tmp_path,
        attestation("SYS.1.3.M2.z")
        + attestation(about="target: pilv")
        + attestation("SYS.1.1.M2.a")
        + attestation(about="hosts: [www1, w1, old1, ghost]", state="ei ole rakendatud"),
        waiver() + waiver(about="measure: SYS.1.3.M2"),
    )
    assert said == [
        "attestations.yaml:2:13: edition 2024 has no clause SYS.1.3.M2.z",
        "attestations.yaml:11:13: there is no target object 'pilv'; there are: kaitseala, veeb",
        "attestations.yaml:19:13: SYS.1.1 is not applied to 'veeb'",
        "attestations.yaml:27:29: the inventory has no host 'ghost'",
        "waivers.yaml:13:9: the id 'E-1' stands here a second time",
    ]


def test_names_that_are_gone_stop_no_night_and_are_told_with_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "attestations.yaml").write_text(f"attestations:{attestation(about='hosts: [www1, ghost]')}")
    waived = (
        waiver(about="check: linux-sshd-rot")
        + waiver("E-2", about="measure: SYS.1.3.M99")
        + waiver("E-3", about="check: linux-sshd-root\n    hosts: [www11]\n    groups: [web, webb]")
    )
    (tmp_path / "waivers.yaml").write_text(f"waivers:{waived}", encoding="utf-8")
    reading = read_decisions([tmp_path], EXISTING)
    assert not reading.errors
    told = [str(each).replace(f"{tmp_path}/", "") for each in reading.attestations.warnings + reading.waivers.warnings]
    assert told == [
        "attestations.yaml:3:19: the inventory has no host 'ghost'",
        "waivers.yaml:4:12: there is no check 'linux-sshd-rot'; did you mean linux-sshd-root?",
        "waivers.yaml:15:14: edition 2024 has no measure SYS.1.3.M99",
        "waivers.yaml:27:13: the inventory has no host 'www11'; did you mean www1?",
        "waivers.yaml:28:19: the inventory has no group 'webb'; did you mean web?",
    ]
    assert load_decisions([tmp_path], EXISTING) == reading.decisions


def test_an_expired_decision_stops_no_night(tmp_path: Path) -> None:
    found = decided(tmp_path, attestation(until="2026-11-01"), waiver().replace("2026-12-31", "2026-11-01"))
    assert not found.waivers[0].valid(date(2026, 11, 2))
    assert not found.attestations[0].valid(date(2026, 11, 2))


def test_a_broken_entry_hides_nothing_that_is_wrong_with_the_others(tmp_path: Path) -> None:
    said = wrong(tmp_path, waived=waiver(more="host: [www1]") + waiver("E-2") + waiver("E-2"))
    assert said == [
        "waivers.yaml:11:11: 'host' is not a field here",
        "waivers.yaml:24:9: the id 'E-2' stands here a second time",
    ]


@pytest.mark.parametrize(
    ("hour", "minute", "counts"), [(23, 59, True), (0, 1, False)], ids=["before midnight", "after it"]
)
@pytest.mark.parametrize("last", [date(2026, 12, 31), date(2026, 7, 31)], ids=["winter time", "summer time"])
def test_the_last_day_ends_at_midnight_in_tallinn(last: date, hour: int, minute: int, counts: bool) -> None:
    day = last if counts else last + timedelta(days=1)
    there = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo("Europe/Tallinn"))
    raw = yaml.safe_load(waiver())[0] | {"approved_on": "2026-01-01", "expires": last.isoformat()}
    said = yaml.safe_load(attestation())[0] | {"stated_on": "2026-01-01", "valid_until": last.isoformat()}
    for moment in (there, there.astimezone(UTC)):
        assert Waiver.model_validate(raw).valid(day_of(moment)) is counts
        assert Attestation.model_validate(said).valid(day_of(moment)) is counts


def test_a_form_that_was_not_filled_in_decides_nothing(tmp_path: Path) -> None:
    unfilled = waiver().replace("Pärandsüsteem.", "'TÄITA: põhjendus'")
    assert wrong(tmp_path, waived=unfilled) == ["waivers.yaml:5:13: is still to be filled in"]


@pytest.mark.parametrize("until", ["2027", "0", "2027-13-01", "soon", "2027-11"])
def test_a_day_that_is_no_whole_date_is_refused_and_never_guessed(tmp_path: Path, until: str) -> None:
    (problem,) = wrong(tmp_path, attestation(until=until))
    assert problem.startswith("attestations.yaml:8:")


def test_a_decision_without_what_its_kind_needs_is_refused_at_its_place(tmp_path: Path) -> None:
    (problem,) = wrong(tmp_path, waived=waiver(kind="riski_aktsepteerimine"))
    assert problem == "waivers.yaml:2:5: riski_aktsepteerimine needs risk_ref"


def test_a_misspelt_field_is_an_error_and_not_ignored(tmp_path: Path) -> None:
    (problem,) = wrong(tmp_path, waived=waiver(more="host: [www1]"))
    assert problem.startswith("waivers.yaml:11:")

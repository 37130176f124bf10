"""Evidence goes when it is old; never that of the newest run, of a held one, or of one that decisions name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scanner.errors import InvalidError
from scanner.integrity.prune import CITING, Outcome, nine_years_after, prune
from scanner.integrity.signature import checker
from scanner.model.manifest import Hold
from scanner.store.history import History
from tests.integrity.conftest import Site

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)


def pruned(site: Site, *sources: Path, days: int = 1, now: datetime = NOW, dry: bool = False) -> list[Outcome]:
    """Prune, and what it told."""
    with History(site.store) as history:
        return list(prune(history, sources, days, now, "ada", dry=dry))


def hold(site: Site, until: date) -> None:
    """Keep the evidence of the first run."""
    with History(site.store) as history:
        history.hold(Hold(run="run-0000", placed=NOW, placed_by="ada", reason="audit 2026", until=until))


def left(site: Site) -> list[int]:
    """The nights whose evidence is there."""
    return [number for number in range(3) if (site.folder(number) / "evidence").exists()]


def test_old_evidence_goes_and_what_proves_it_stays(site: Site) -> None:
    told = pruned(site)
    assert [(each.run, each.removed) for each in told] == [
        ("run-0000", True), ("run-0001", True), ("run-0002", False),
    ]  # fmt: skip
    assert all(each.bytes > 100 for each in told[:2])
    assert left(site) == [2]
    proof = site.proof()
    assert proof.holds
    assert site.states() == {0: "pruned", 1: "pruned", 2: "holds"}
    assert "evidence removed 2027-01-01 by ada: older than 1 days" in proof.runs[0].notes
    assert proof.length == 6
    assert pruned(site) == told[2:]
    with History(site.store) as history:
        assert len(list(history.findings(history.assessments("run-0000")[0]))) == 3


def test_findings_of_a_pruned_run_are_still_proven(site: Site) -> None:
    pruned(site)
    site.sql("UPDATE findings SET verdict = 'pass' WHERE first = 1 AND last = 1")
    assert site.states() == {0: "changed", 1: "pruned", 2: "holds"}


def test_a_forged_or_removed_tombstone_is_named(site: Site) -> None:
    pruned(site)
    site.sql("UPDATE tombstones SET pruned_by = 'nobody' WHERE run = 1")
    assert site.run(0).faults == ["who removed the evidence, when or why was changed in the history"]
    (site.folder(1) / "pruned.json").unlink()
    assert "pruned.json is missing" in site.run(1).faults
    assert not any("evidence" in fault and "missing" in fault for fault in site.run(1).faults)


def test_a_dry_run_only_tells(site: Site) -> None:
    assert [each.removed for each in pruned(site, dry=True)] == [True, True, False]
    assert left(site) == [0, 1, 2]
    assert site.proof().length == 4


def test_only_runs_older_than_asked_go(site: Site) -> None:
    now = datetime(2026, 11, 3, 3, tzinfo=UTC)
    assert [each.run for each in pruned(site, days=2, now=now)] == ["run-0000"]
    assert left(site) == [1, 2]


def test_a_held_run_stays_until_its_last_day_is_over(site: Site) -> None:
    hold(site, NOW.date())
    assert (pruned(site)[0].removed, left(site)) == (False, [0, 2])
    later = datetime(2027, 1, 2, 12, tzinfo=UTC)
    assert (pruned(site, now=later)[0].removed, left(site)) == (True, [2])


def test_a_released_run_goes(site: Site) -> None:
    hold(site, date(2035, 1, 1))
    with History(site.store) as history:
        assert history.release("run-0000", NOW, "ada") == 1
        assert history.release("run-0000", NOW, "ada") == 0
        (kept,) = history.holds()
    assert (kept.released_by, kept.reason) == ("ada", "audit 2026")
    assert pruned(site)[0].removed


@pytest.mark.parametrize("name", CITING)
def test_a_run_named_in_decisions_or_the_plan_stays_also_where_the_file_is_not_valid(
    site: Site, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("waivers: [{document_ref: report run-0001.html, \n  half-written")
    inventory = tmp_path / "hosts.yml"
    told = {each.run: each for each in pruned(site, inventory)}
    assert (told["run-0001"].removed, told["run-0001"].why) == (False, f"named in {name}")
    assert left(site) == [1, 2]


def test_nothing_goes_while_decisions_cannot_be_read(site: Site, tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").mkdir()
    with pytest.raises(InvalidError, match="nothing was removed"):
        pruned(site, tmp_path / "hosts.yml")
    assert left(site) == [0, 1, 2]


def test_what_an_interrupted_run_left_goes_when_it_is_old(site: Site) -> None:
    folder = site.runs / "run-9999" / "evidence"
    folder.mkdir(parents=True)
    (folder / "a.evidence.gz").write_bytes(b"x" * 200)
    assert site.proof().holds
    assert [each.state.value for each in site.proof().runs][-1] == "unfinished"
    long_after = datetime(2999, 1, 1, tzinfo=UTC)
    assert (pruned(site, now=long_after)[-1].run, folder.exists()) == ("run-9999", False)


def test_a_link_in_place_of_evidence_is_removed_and_what_it_points_to_is_not(site: Site, tmp_path: Path) -> None:
    away = tmp_path / "away"
    (site.folder(0) / "evidence").rename(away)
    (site.folder(0) / "evidence").symlink_to(away)
    pruned(site)
    assert left(site) == [2]
    assert len(list(away.iterdir())) == 2


def test_a_hold_lasts_nine_years_also_from_a_leap_day() -> None:
    assert nine_years_after(date(2026, 11, 24)) == date(2035, 11, 24)
    assert nine_years_after(date(2028, 2, 29)) == date(2037, 2, 28)


def test_without_settings_no_signature_is_expected(site: Site) -> None:
    from scanner.model.settings import Settings

    assert checker(Settings().integrity) is None
    assert site.proof().holds

"""Every way in which results may be changed is named, and what was not touched still holds."""

from __future__ import annotations

import gzip
import shutil
from typing import Any

import pytest

from scanner.collect.archive import Archive
from scanner.integrity.verify import State
from scanner.store.history import History
from tests.integrity.conftest import NIGHTS, Site, save_night

HOLD = {0: "holds", 1: "holds", 2: "holds"}
A = "evidence/a.evidence.gz"


def test_what_nobody_touched_holds(site: Site) -> None:
    proof = site.proof()
    assert proof.holds
    assert site.states() == HOLD
    assert (proof.length, proof.chain) == (4, ())
    assert [each.faults + each.notes for each in proof.runs] == [[], [], []]


def test_a_record_of_before_a_field_was_there_holds(site: Site) -> None:
    def older(manifest: dict[str, Any]) -> None:
        del manifest["run"]["asked"]["resumed"]

    site.rewrite(site.folder(2) / "manifest.json", older)
    assert site.run(2).faults == []


@pytest.mark.parametrize("place", ["magic", "time", "body", "check", "end"])
def test_a_changed_byte_of_evidence_is_named_wherever_it_is(site: Site, place: str) -> None:
    path = site.folder(1) / A
    data = bytearray(path.read_bytes())
    data[{"magic": 0, "time": 5, "body": len(data) // 2, "check": len(data) - 8, "end": len(data) - 1}[place]] ^= 1
    path.write_bytes(data)
    assert site.states() == HOLD | {1: "changed"}
    (fault,) = site.run(1).faults
    assert fault.startswith(f"{A} was changed: ")
    if place == "time":
        assert "its text is the same" in fault


def test_evidence_with_another_text_is_named_as_such(site: Site) -> None:
    Archive((site.folder(1) / A).parent).write("a", b"EITS-EVIDENCE 1\nnothing to see\n")
    assert site.run(1).faults == [f"{A} was changed: its text is not what the host sent"]


def test_evidence_of_another_night_is_named(site: Site) -> None:
    shutil.copy(site.folder(0) / A, site.folder(1) / A)
    assert site.run(1).faults == [f"{A} was changed: its text is not what the host sent"]


def test_missing_added_and_linked_files_are_named(site: Site) -> None:
    (site.folder(0) / A).unlink()
    (site.folder(1) / "evidence" / "c.evidence.gz").write_bytes(gzip.compress(b"more"))
    (site.folder(1) / "note.txt").write_text("x")
    moved = site.home / "elsewhere"
    (site.folder(2) / A).rename(moved)
    (site.folder(2) / A).symlink_to(moved)
    assert site.run(0).faults == [f"{A} is missing"]
    assert sorted(site.run(1).faults) == ["evidence/c.evidence.gz was added", "note.txt was added"]
    assert site.run(2).faults == [f"{A} was changed: it is no file any more"]


def test_another_file_the_run_made_is_proven_too(site: Site) -> None:
    begun = site.folder(4) / "begun.json"
    begun.parent.mkdir()
    begun.write_text("{}")
    with History(site.store) as history:
        save_night(history, 4, NIGHTS[0])
    assert site.states()[4] == "holds"
    begun.write_text("{ }")
    assert site.run(4).faults == ["begun.json was changed: its digest is another"]
    begun.unlink()
    assert site.run(4).faults == ["begun.json is missing"]


def test_evidence_removed_without_a_tombstone_is_damage(site: Site) -> None:
    shutil.rmtree(site.folder(0) / "evidence")
    assert site.run(0).faults == ["all of its evidence is missing (2 files), and no tombstone tells of it"]
    assert site.states() == HOLD | {0: "changed"}


FINDINGS = [
    ("UPDATE findings SET verdict = 'pass' WHERE verdict = 'fail' AND first = 1", {0}, "on a were changed"),
    ("UPDATE findings SET since = 3 WHERE since = 1 AND last = 3 AND host = 1", {0, 1, 2}, "were changed"),
    ("UPDATE findings SET change = 'new' WHERE change = 'regressed'", {2}, "on b were changed"),
    ("UPDATE findings SET body = (SELECT max(id) FROM bodies) WHERE host = 2", {0, 1, 2}, "on b were changed"),
    ("UPDATE findings SET last = 2 WHERE first = 2 AND last = 3", {2}, "on a were changed"),
    ("UPDATE findings SET first = 1 WHERE first = 2 AND host = 2", {0}, "was added or stretched"),
    ("UPDATE findings SET current = 0 WHERE host = 2 AND current = 1", {2}, "is the current one was changed"),
    ("DELETE FROM findings WHERE first = 3", {1, 2}, "on b were changed"),
    ("DELETE FROM late_findings", {1}, "on a were changed"),
    ("UPDATE late_findings SET verdict = 'pass'", {1}, "of assessment 4 on a were changed"),
    ("UPDATE bodies SET message_en = 'all is well' WHERE message_en LIKE '%22,23'", {1, 2}, "says was changed"),
    ("UPDATE bodies SET severity = 'low'", {0, 1, 2}, "on b says was changed"),
    ("UPDATE bodies SET detail = x'00'", {0, 1, 2}, "says was changed"),
    ("UPDATE counts SET findings = 9 WHERE assessment = 2 AND verdict = 'fail'", {1}, "counts was changed"),
    ("DELETE FROM judged WHERE assessment = 3", {2}, "are gone from assessment 3"),
    ("UPDATE visits SET state = 'unreachable' WHERE run = 2 AND host = 1", {1}, "visit of a was changed"),
    ("DELETE FROM visits WHERE run = 2 AND host = 1", {1}, "visit of a is gone"),
    ("UPDATE runs SET complete = 0 WHERE id = 2", {1}, "record of the run was changed: complete"),
    ("UPDATE runs SET content_sha256 = 'ff' WHERE id = 2", {1}, "changed: content_sha256"),
    ("UPDATE runs SET inventory_sha256 = 'ff' WHERE id = 2", {1}, "changed: inventory_sha256"),
    ("UPDATE runs SET settings_sha256 = 'ff' WHERE id = 2", {1}, "changed: settings_sha256"),
    ("UPDATE assessments SET catalogue_sha256 = 'ff' WHERE id = 4", {1}, "assessment 4 was changed: catalogue_sha"),
    ("UPDATE checks SET check_id = 'other' WHERE id = 1", {0, 1, 2}, "was given another name"),
    ("UPDATE hosts SET host_id = 'z' WHERE id = 2", {0, 1, 2}, "b was given another name in the history: z"),
    ("DELETE FROM chain WHERE number = 4", {1}, "assessment 4 has no manifest"),
    ("INSERT INTO tombstones VALUES (1, 'now', 'me', 'why')", {0}, "the chain has no tombstone of it"),
]


@pytest.mark.parametrize(("statement", "changed", "said"), FINDINGS, ids=[each[0][:60] for each in FINDINGS])
def test_a_change_in_the_history_is_named_at_the_runs_it_touches(
    site: Site, statement: str, changed: set[int], said: str
) -> None:
    site.sql(statement)
    assert site.states() == HOLD | dict.fromkeys(changed, "changed")
    assert any(said in fault for fault in site.run(max(changed)).faults), site.run(max(changed)).faults


def test_a_finding_nobody_judged_is_named(site: Site) -> None:
    columns = 'host, "check", verdict, body, first, last, since, change, current'
    check = "(SELECT id FROM checks WHERE check_id = 'root-alone')"
    site.sql(f"INSERT INTO findings ({columns}) VALUES (2, {check}, 'pass', 1, 3, 3, 3, 'new', 1)")  # noqa: S608
    assert site.run(2).faults == ["b: a finding of root-alone stands where it was not judged"]


def test_a_changed_manifest_is_named(site: Site) -> None:
    path = site.folder(1) / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"complete": true', b'"complete": false'))
    assert site.run(1).faults == ["manifest.json was changed: its digest is not the one in the history"]
    path.unlink()
    assert "manifest.json is missing" in site.run(1).faults
    assert site.states() == HOLD | {1: "changed"}


def test_a_manifest_rewritten_with_the_history_breaks_the_chain_after_it(site: Site) -> None:
    site.rewrite(site.folder(1) / "manifest.json", lambda data: data.update(counts={"pass high": 3}))
    proof = site.proof()
    assert proof.chain == (
        "broken between run-0001/manifest.json and run-0002/manifest.json: it names another manifest as the one before",
    )
    assert not proof.holds


def test_a_run_taken_out_whole_breaks_the_chain_there(site: Site) -> None:
    tables = ("DELETE FROM chain WHERE run = 2", "DELETE FROM late_findings", "DELETE FROM runs WHERE id = 2")
    site.sql(*tables)
    proof = site.proof()
    assert proof.chain[0] == "broken between run-0000/manifest.json and run-0002/manifest.json: 1 gone from the history"
    (left,) = (each for each in proof.runs if each.run == "run-0001")
    assert left.faults == ["it has a manifest.json and is not in the history: it was taken out"]
    shutil.rmtree(site.folder(1))
    assert [each.state for each in site.proof().runs] == [State.HOLDS, State.HOLDS]
    assert not site.proof().holds


def test_the_end_taken_off_shows_only_against_a_digest_noted_elsewhere(site: Site) -> None:
    head = site.proof().head
    assert head
    assert site.proof(anchors=[head]).holds
    site.sql("DELETE FROM chain WHERE number = 4", "DELETE FROM assessments WHERE id = 4", "DELETE FROM late_findings",
             "DELETE FROM judged WHERE assessment = 4", "DELETE FROM counts WHERE assessment = 4")  # fmt: skip
    (site.folder(1) / "assessment-4.json").unlink()
    assert site.proof().holds
    assert site.proof(anchors=[head]).chain == (f"the digest {head} is of no manifest",)


def test_only_the_runs_asked_for_are_proven_and_the_chain_whole(site: Site) -> None:
    (site.folder(0) / A).unlink()
    assert site.proof("run-0002").holds
    assert not site.proof("run-0000", "run-0002").holds
    site.sql("DELETE FROM chain WHERE number = 2")
    assert not site.proof("run-0002").holds


def test_a_host_and_a_check_that_were_renamed_still_hold(site: Site) -> None:
    from scanner.model.host import Host
    from scanner.store.history import Known
    from tests.store.nights import answers, night, planned, run_of

    found = {("z", "sshd-root-login"): "pass"}
    with History(site.store) as history:
        known = Known([Host(name="z", host_id="z", former_names=("b",))], {"sshd-root-login": ["sshd-root"]})
        told = [each._replace(visit=each.visit.model_copy(update={"evidence_sha256": None}))
                for each in answers(found, night(4))]  # fmt: skip
        history.save(run_of(4), known, planned(found), told, night(4))
    proof = site.proof()
    assert [each.faults for each in proof.runs] == [[], [], [], []]
    assert "b is called z now" in proof.runs[0].notes
    assert "sshd-root is called sshd-root-login now" in proof.runs[0].notes


def test_a_history_of_before_there_were_manifests_is_unproven_until_the_next_run(site: Site) -> None:
    site.sql("DELETE FROM chain")
    for path in site.runs.glob("*/*.json"):
        path.unlink()
    assert site.states() == dict.fromkeys(HOLD, "unproven")
    assert not site.proof().holds
    with History(site.store) as history:
        save_night(history, 4, NIGHTS[0])
    assert site.states() == HOLD | {4: "holds"}
    assert site.proof().holds


def test_a_host_of_which_nothing_was_concluded_holds_too(site: Site) -> None:
    with History(site.store) as history:
        save_night(history, 4, NIGHTS[0], silent=("c",))
    assert site.states() == HOLD | {4: "holds"}
    site.sql("UPDATE visits SET cause = 'unreachable' WHERE host = 3")
    assert site.run(4).faults == ["the record of the visit of c was changed"]


def test_names_of_hosts_do_not_decide_where_evidence_is_looked_for(site: Site) -> None:
    with History(site.store) as history:
        save_night(history, 5, {("../b/c", "sshd-root"): "pass"})
    assert site.states()[5] == "holds"

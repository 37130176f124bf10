"""Runs that were killed are saved as far as their hosts and checks are still there, and never hold up a night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.collect.archive import Archive
from scanner.errors import NothingToScanError, UnseenError
from scanner.model.run import Asked, Begun, Run
from scanner.resume import recover, rest_of
from scanner.scan import Request
from scanner.store.history import History
from scanner.workspace import Workspace

ANSWER = Path(__file__).parent / "replay" / "evidence" / "installed.txt"
ID = "20261124T020000Z-000000"
SHARED = "linux-sshd-hostkey-unique"
Killed = Callable[..., Workspace]


@pytest.fixture
def killed(tmp_path: Path) -> Killed:
    """A workspace with a run that was killed after these hosts had answered."""

    def make(*answered: str, hosts: tuple[str, ...], **said: Any) -> Workspace:
        workspace = Workspace(tmp_path / "home")
        started = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
        run = Run(id=ID, started=started, finished=started, complete=False, **said)
        workspace.make()
        workspace.make(ID, Begun(run=run, hosts=hosts).model_dump_json())
        archive = Archive(workspace.evidence(ID))
        archive.create()
        for host in answered:
            archive.write(host, ANSWER.read_bytes())
        History(workspace.store).close()
        return workspace

    return make


def request(folder: Path, *hosts: str) -> Request:
    """What a night asks for, of an inventory of these hosts."""
    path = folder / "hosts.yml"
    path.write_text("all:\n  hosts:\n" + "".join(f"    {host}:\n" for host in hosts), encoding="utf-8")
    return Request(inventories=[path])


def saved(workspace: Workspace) -> tuple[dict[str, frozenset[str]], set[str]]:
    """What the run is known to have set out to judge, and whom it is known to have visited."""
    with History(workspace.store) as history:
        return history.planned(ID), set(history.visits(ID))


def test_a_limit_that_names_a_host_no_longer_there_holds_up_no_night(killed: Killed, tmp_path: Path) -> None:
    workspace = killed("here", "gone", hosts=("here", "gone", "later"), limit="here:gone:later")
    asked = request(tmp_path, "here", "later", "other")
    assert recover(asked, workspace) == [ID]
    planned, visits = saved(workspace)
    assert (set(planned), visits) == ({"here", "later"}, {"here"})
    assert SHARED not in planned["here"]
    assert recover(asked, workspace) == []
    rest = rest_of(asked, workspace, "latest")
    assert (rest.limit, rest.only, rest.resumed) == (None, {"later"}, ID)


@pytest.mark.parametrize(
    ("hosts", "said"),
    [
        (("gone",), {"limit": "gone"}),
        (("here",), {"asked": Asked(checks=("linux-gone",)), "params": {"linux-gone": {"max": 1}}}),
        (("here",), {"asked": Asked(measures=("SYS.9.9.M9",))}),
    ],
    ids=["host", "check", "measure"],
)
def test_a_run_of_which_nothing_is_left_is_closed(
    killed: Killed, tmp_path: Path, hosts: tuple[str, ...], said: dict[str, Any]
) -> None:
    workspace = killed(hosts=hosts, **said)
    asked = request(tmp_path, "here")
    assert recover(asked, workspace) == [ID]
    planned, visits = saved(workspace)
    assert (planned, visits) == ({}, set())
    with pytest.raises(NothingToScanError):
        rest_of(asked, workspace, "latest")


def test_hosts_are_compared_only_where_the_killed_run_has_asked_all_of_them(killed: Killed, tmp_path: Path) -> None:
    workspace = killed("here", hosts=("here", "there"))
    recover(request(tmp_path, "here", "there"), workspace)
    planned, visits = saved(workspace)
    assert SHARED in planned["here"]
    assert visits == {"here"}
    with History(workspace.store) as history:
        assert list(history.current().of(SHARED)) == []


@pytest.mark.parametrize("broken", ["begun.json", "inventory"])
def test_a_run_that_cannot_be_saved_is_named_with_its_folder(killed: Killed, tmp_path: Path, broken: str) -> None:
    workspace = killed(hosts=("here",))
    asked = request(tmp_path, "here")
    if broken == "inventory":
        asked.inventories[0].write_text("all: [", encoding="utf-8")
    else:
        workspace.begun(ID).write_text("{", encoding="utf-8")
    with pytest.raises(UnseenError) as error:
        recover(asked, workspace)
    told = str(error.value.problems[0])
    assert f"the killed run {ID} could not be saved" in told
    assert f"move its folder {workspace.begun(ID).parent} away" in told

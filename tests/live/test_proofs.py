"""Every check that can be staged in a container is seen to fail on a broken host and to pass on a mended one.

All stages run on one host and all mends on another, then one scan visits both. What a container cannot show, the
proofs on virtual machines do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.live import proofs
from tests.live.fleet import Fleet
from tests.live.hosts import Host

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("live proofs")]
CHECKS = {path.stem for path in (proofs.CHECKOUT / "checks" / "linux").rglob("*.yaml")}


@pytest.fixture(scope="module")
def found(fleet: Fleet, debian_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[proofs.Findings]:
    with fleet.boot(debian_tree, "broken") as broken, fleet.boot(debian_tree, "mended") as mended:
        wrong = _prepare(broken, "stage") + _prepare(mended, "mend")
        assert not wrong, "\n".join(wrong)
        yield proofs.scan(fleet, tmp_path_factory.mktemp("proofs"))


@pytest.mark.parametrize("platform", proofs.FOLDERS)
def test_every_stage_has_its_mend(platform: str) -> None:
    assert proofs.staged(platform) == proofs.staged(platform, "mend")


def test_every_check_is_staged_or_says_why_it_cannot_be() -> None:
    told = {name for platform in proofs.FOLDERS for name in proofs.staged(platform)}
    assert not CHECKS - told - set(proofs.WHY), "neither staged nor explained"
    assert not told & set(proofs.WHY), "staged, so there is nothing to explain"
    assert not (told | set(proofs.WHY)) - CHECKS, "there is no such check"


def test_what_is_broken_fails_and_what_is_mended_passes(found: proofs.Findings) -> None:
    wrong = proofs.wrong(proofs.CONTAINER, found)
    assert not wrong, "\n".join(wrong)


def test_the_proofs_on_record_are_those_that_were_seen(found: proofs.Findings) -> None:
    seen = proofs.proven(proofs.CONTAINER, found)
    assert proofs.recorded(proofs.CONTAINER, seen) == seen


def test_the_record_gives_the_reasons_why_checks_are_not_proven() -> None:
    assert yaml.safe_load(proofs.RECORD.read_text(encoding="utf-8"))["not_proven"] == proofs.WHY


def _prepare(host: Host, kind: str) -> list[str]:
    """Run all scripts of a kind on a host; what went wrong."""
    wrong = []
    for name in proofs.staged(proofs.CONTAINER):
        done = host.run(proofs.script(proofs.CONTAINER, kind, name), check=False)
        if done.returncode:
            wrong.append(f"{kind}/{name}.sh ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return wrong

"""docs/scan-account.md is what an administrator copies: its commands make an account that a scan can use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.live.fleet import Fleet
from tests.live.test_collect import login, scan

pytestmark = pytest.mark.live
DOCUMENT = Path(__file__).parents[2] / "docs" / "scan-account.md"


def test_the_documented_commands_make_an_account_that_reads_as_root(
    fleet: Fleet, debian_tree: Path, tmp_path: Path
) -> None:
    found = re.search(r"```sh\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    key = fleet.key.with_suffix(".pub").read_text(encoding="ascii").strip()
    given = f"set -eu\nKEY='{key}'\nFROM=192.0.2.1\nUNTIL=2099-12-31\n"
    with fleet.boot(debian_tree, "account") as host:
        host.run(given + found[1])
        seen = scan(fleet, tmp_path, {"a": login(fleet, host, "eits-scan")})
        assert (seen["a"]["escalated"], seen["a"]["cause"]) == (True, None)
        log = host.run("journalctl --no-pager --identifier=sudo").stdout
        assert len(re.findall(r"COMMAND=/bin/sh -c 'echo BECOME-SUCCESS-\w+ ; /bin/sh -s'", log)) == 1
        host.run("usermod --expiredate 2020-01-01 eits-scan")
        seen = scan(fleet, tmp_path, {"a": login(fleet, host, "eits-scan")})
        assert seen["a"]["cause"] == "auth_denied", seen
        assert "192.0.2.1" in host.run("cat /home/eits-scan/.ssh/authorized_keys").stdout

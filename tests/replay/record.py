"""Records the evidence that the replay judges: `python -m tests.replay.record`, as root, where hosts can be booted.

Only needed where a collector's answer changed and the old one may be forgotten: parsers have to read every released
version, so what is there stays as it is.
"""

from __future__ import annotations

from scanner.collect.script import assemble
from tests.live.fleet import Fleet
from tests.live.trees import tree
from tests.replay.site import EVIDENCE, PLAN

_SECOND_ROOT = "echo 'toor:x:0:0::/root:/bin/sh' >>/etc/passwd"


def main() -> None:
    """Two Debian 12 hosts: one as installed, one with a second superuser whose answer breaks off half-way."""
    script = assemble(list(PLAN.collectors.items()))
    with Fleet() as fleet:
        for name, setup in (("installed", None), ("cut", _SECOND_ROOT)):
            host = fleet.boot(tree("bookworm"), name, setup=setup)
            command = ["ssh", "-F", "none", "-i", str(fleet.key), "-o", f"UserKnownHostsFile={fleet.known_hosts}"]
            answer = fleet.controller([*command, f"scan@{host.address}", "sudo sh -s"], input=script).stdout
            (EVIDENCE / f"{name}.txt").write_text(answer[: len(answer) * 2 // 3] if name == "cut" else answer)


if __name__ == "__main__":
    main()

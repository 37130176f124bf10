"""Rules about kernel parameters as a set."""

from __future__ import annotations

from typing import Any

from scanner.facts.sysctl import Parameter
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, all_of, unknown
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Text
from scanner.model.facts import Table
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

SECURITY = (
    "dev.tty.ldisc_autoload", "dev.tty.legacy_tiocsti", "fs.protected_fifos", "fs.protected_hardlinks",
    "fs.protected_regular", "fs.protected_symlinks", "fs.suid_dumpable", "kernel.dmesg_restrict",
    "kernel.io_uring_disabled", "kernel.kexec_load_disabled", "kernel.kptr_restrict", "kernel.modules_disabled",
    "kernel.perf_event_paranoid", "kernel.randomize_va_space", "kernel.sysrq", "kernel.unprivileged_bpf_disabled",
    "kernel.unprivileged_userns_clone", "kernel.yama.ptrace_scope", "net.core.bpf_jit_harden",
    "net.ipv4.conf.all.accept_redirects", "net.ipv4.conf.all.accept_source_route", "net.ipv4.conf.all.log_martians",
    "net.ipv4.conf.all.rp_filter", "net.ipv4.conf.all.send_redirects", "net.ipv4.conf.default.accept_redirects",
    "net.ipv4.conf.default.accept_source_route", "net.ipv4.conf.default.rp_filter",
    "net.ipv4.icmp_echo_ignore_broadcasts", "net.ipv4.icmp_ignore_bogus_error_responses", "net.ipv4.tcp_syncookies",
    "net.ipv6.conf.all.accept_redirects", "net.ipv6.conf.all.accept_source_route", "user.max_user_namespaces",
    "vm.mmap_min_addr", "vm.unprivileged_userfaultfd",
)  # fmt: skip
"""Parameters that protect. Those that container engines and routers switch at run time are not among them."""


@rule("sysctl.no_drift", reads=tuple(f'sysctl["{name}"]' for name in SECURITY))
def no_drift(scene: Scene, _: NoArguments) -> Outcome:
    """Each protecting parameter that a file sets has that value now. What no file sets cannot drift."""
    table: Any = scene.facts.get("sysctl", NOT_COLLECTED)
    if not isinstance(table, Table):
        return unknown(table)
    return all_of(_same(name, table.get(name)) for name in SECURITY)


def _same(name: str, row: Parameter | Unknown | None) -> Outcome:
    if isinstance(row, Unknown):
        return unknown(row, Trace(name, f'sysctl["{name}"]', Verdict.ERROR, row))
    if row is None or row.runtime is None or row.persisted is None:
        return all_of([])
    stored, now = row.persisted, row.runtime
    if isinstance(stored, Unknown):
        return unknown(stored, Trace(name, f'sysctl["{name}"]', Verdict.ERROR, stored))
    if isinstance(now, Unknown):
        return unknown(now, Trace(name, f'sysctl["{name}"]', Verdict.ERROR, now))
    expected = Text(
        et=f"peab olema {stored.value}, nagu on seadistusfailis", en=f"must be {stored.value} as in the file"
    )
    verdict = Verdict.PASS if now.split() == stored.value.split() else Verdict.FAIL
    trace = Trace(name, f'sysctl["{name}"]', verdict, now, stored.source, expected=expected)
    return Outcome(verdict, (trace,))

"""Modelling proposals: modules that speak of what runs on a host, for a person to apply or to turn down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scanner.assess.selection import members
from scanner.language import paths
from scanner.model.base import Text
from scanner.model.facts import HostFacts, Items, Table
from scanner.model.host import Host
from scanner.model.report import Proposal
from scanner.model.target import Scope
from scanner.model.unknown import NOT_COLLECTED, Unknown


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for a module: units in use and packages (globs), and ports open to other hosts."""

    module: str
    what: Text
    units: tuple[str, ...]
    packages: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()


_CONTAINERS = Text(et="konteinerite käitamine", en="running containers")
SIGNS = (
    Sign("APP.3.2", Text(et="veebiserver", en="a web server"), (
        "nginx.service", "apache2.service", "httpd.service", "lighttpd.service", "caddy.service", "haproxy.service",
        "tomcat*.service",
    )),
    Sign("APP.4.3", Text(et="andmebaasisüsteem", en="a database system"), (
        "postgresql*.service", "mysql*.service", "mariadb*.service", "mongod.service", "redis*.service",
        "valkey*.service", "oracle*.service", "mssql-server.service",
    )),
    Sign("SYS.1.6", _CONTAINERS, (
        "docker.service", "docker.socket", "containerd.service", "podman.socket", "podman.service", "crio.service",
        "lxc.service", "lxd.service", "incus.service",
    )),
    Sign("APP.4.4", Text(et="Kubernetes", en="Kubernetes"), ("kubelet.service", "k3s*.service", "rke2*.service")),
    Sign("SYS.1.5", Text(et="virtualiseerimine", en="virtualisation"), (
        "libvirtd.service", "virtqemud.service", "virtqemud.socket", "pve-cluster.service", "xen*.service",
    )),
    Sign("APP.3.3", Text(et="failiserver", en="a file server"), (
        "smbd.service", "smb.service", "samba.service", "nfs-server.service", "nfs-kernel-server.service",
        "vsftpd.service", "proftpd.service",
    )),
    Sign("APP.3.4", Text(et="Samba", en="Samba"), (
        "smbd.service", "smb.service", "nmbd.service", "winbind.service", "samba.service", "samba-ad-dc.service",
    )),
    Sign("APP.3.6", Text(et="DNS-server", en="a DNS server"), (
        "named.service", "named-chroot.service", "bind9.service", "unbound.service", "pdns*.service", "nsd.service",
        "knot.service", "dnsmasq.service",
    )),
    Sign("APP.5.3", Text(et="e-posti server", en="a mail server"), (
        "dovecot.service", "cyrus-imapd.service", "rspamd.service",
    ), ports=(25, 110, 143, 465, 587, 993, 995)),
    Sign("APP.2.3", Text(et="OpenLDAP", en="OpenLDAP"), ("slapd.service",)),
    Sign("NET.3.3", Text(et="virtuaalne privaatvõrk", en="a virtual private network"), (
        "openvpn*.service", "strongswan*.service", "ipsec.service", "wg-quick@*.service",
    )),
    Sign("SYS.EE.1", Text(et="X-tee turvaserver", en="an X-Road security server"), (
        "xroad-proxy.service", "xroad-base.service", "xroad-signer.service",
    ), packages=("xroad-securityserver*", "xroad-proxy")),
    Sign("SYS.1.9", Text(et="terminaliserver", en="a terminal server"), ("xrdp.service", "x2goserver.service")),
)  # fmt: skip
_UNITS, _PACKAGES, _LISTENING = (paths.parse(p) for p in ("units.units", "packages.installed", "sockets.listening"))
_LOOPBACK = ("127.", "::1", "[::1]", "localhost", "::ffff:127.")


def signs(facts: HostFacts) -> dict[str, str]:
    """What on a host speaks for a module: by module the unit, package or port seen first. What is unknown says nothing.

    A local mail program (Postfix on the loopback address alone) makes no mail server, so mail goes by open ports too.
    """
    units = [name for name, unit in _rows(_UNITS, facts) if getattr(unit, "in_use", None) is True]
    packages = [name for name, package in _rows(_PACKAGES, facts) if not isinstance(package, Unknown)]
    ports = sorted(_open_ports(facts))
    found: dict[str, str] = {}
    for sign in SIGNS:
        seen = [
            *(name for name in units if _matches(name, sign.units)),
            *(name for name in packages if _matches(name, sign.packages)),
            *(f"port {port}" for port in ports if port in sign.ports),
        ]
        if seen:
            found[sign.module] = seen[0]
    return found


def propose(found: Mapping[str, Mapping[str, str]], hosts: Iterable[Host], scope: Scope) -> tuple[Proposal, ...]:
    """Proposals from the signs of each host (by id), less what is applied to the host already."""
    ordered = sorted(hosts, key=lambda host: host.name)
    applied: defaultdict[str, set[str]] = defaultdict(set)
    for target in scope.targets:
        for host in members(target, ordered):
            applied[host.host_id] |= set(target.modules)
    proposals = []
    for sign in SIGNS:
        speaking = {
            host.name: found[host.host_id][sign.module]
            for host in ordered
            if sign.module in found.get(host.host_id, {}) and sign.module not in applied[host.host_id]
        }
        if speaking:
            names = ", ".join(sorted(set(speaking.values())))
            reason = Text(et=f"Leitud: {sign.what.et} ({names})", en=f"Found: {sign.what.en} ({names})")
            proposals.append(Proposal(module=sign.module, hosts=tuple(speaking), reason=reason))
    return tuple(proposals)


def _rows(path: paths.Path, facts: HostFacts) -> list[tuple[str, object]]:
    table = _seen(path, facts)
    rows = table.rows if isinstance(table, Table) else {}
    return [(name, row) for name, row in sorted(rows.items()) if row is not None]


def _open_ports(facts: HostFacts) -> set[int]:
    listening = _seen(_LISTENING, facts)
    sockets = listening.items if isinstance(listening, Items) else ()
    return {
        socket.port
        for socket in sockets
        if isinstance(getattr(socket, "port", None), int)
        and not str(getattr(socket, "address", "127.")).startswith(_LOOPBACK)
    }


def _seen(path: paths.Path, facts: HostFacts) -> object:
    """What stands at a path; Unknown where the collector is another one than this program knows."""
    try:
        return paths.look(path, facts).value
    except AttributeError:
        return NOT_COLLECTED


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)

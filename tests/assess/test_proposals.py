from __future__ import annotations

from typing import Any

import pytest

from scanner import resources
from scanner.assess.proposals import SIGNS, propose, signs
from scanner.content import catalogue
from scanner.facts.packages import Package, Packages
from scanner.facts.sockets import Socket, Sockets
from scanner.facts.units import Unit, Units
from scanner.model.facts import HostFacts, Items, Table
from scanner.model.host import Host
from scanner.model.target import Scope, Target
from scanner.model.unknown import Cause, Unknown

DENIED = Unknown(cause=Cause.PERMISSION)


def units(**in_use: bool | Unknown) -> HostFacts:
    """Facts of services by name, in use or not."""
    rows: dict[str, Any] = {
        f"{name}.service": Unit(name=f"{name}.service", in_use=used) for name, used in in_use.items()
    }
    return {"units": Units(units=Table[Unit](rows=rows, complete=True))}


def listening(process: str, number: int, *, exposed: bool) -> HostFacts:
    """Facts of one socket."""
    socket = Socket(
        name=f"tcp 0.0.0.0:{number}",
        protocol="tcp",
        address="0.0.0.0",  # noqa: S104  # a fact, nothing listens
        port=f"tcp/{number}",
        number=number,
        exposed=exposed,
        process=process,
    )
    return {"sockets": Sockets(listening=Items[Socket](items=(socket,)))}


def test_every_proposed_module_exists_in_the_shipped_editions() -> None:
    for edition in ("2023", "2024"):
        known = catalogue.load(edition, checks=resources.checks()).modules_by_code
        assert [sign.module for sign in SIGNS if sign.module not in known] == []


@pytest.mark.parametrize(
    ("service", "module"),
    [
        ("nginx", "APP.3.2"),
        ("apache2", "APP.3.2"),
        ("postgresql@16-main", "APP.4.3"),
        ("mariadb", "APP.4.3"),
        ("docker", "SYS.1.6"),
        ("named", "APP.3.6"),
        ("dovecot", "APP.5.3"),
        ("slapd", "APP.2.3"),
        ("kubelet", "APP.4.4"),
    ],
)
def test_a_service_in_use_speaks_for_its_module(service: str, module: str) -> None:
    assert signs(units(**{service: True})) == {module: f"{service}.service"}


def test_samba_speaks_for_a_file_server_and_for_samba() -> None:
    assert set(signs(units(smbd=True))) == {"APP.3.3", "APP.3.4"}


def test_a_service_that_is_off_or_unknown_says_nothing() -> None:
    assert signs(units(nginx=False)) == {}
    assert signs(units(nginx=DENIED)) == {}


def test_without_facts_nothing_is_proposed() -> None:
    odd: list[HostFacts] = [
        {},
        {"units": DENIED, "packages": DENIED, "sockets": DENIED},
        {"units": Units(), "packages": Packages(), "sockets": Sockets()},
        {"units": Units(units=DENIED), "sockets": Sockets(listening=DENIED)},
        {"units": Table[Any](), "packages": Units(), "sockets": Packages()},
    ]
    assert [signs(facts) for facts in odd] == [{}] * len(odd)


def test_a_listening_process_speaks_where_there_is_no_systemd() -> None:
    assert signs(listening("nginx", 443, exposed=True)) == {"APP.3.2": "nginx"}


def test_mail_on_the_loopback_address_makes_no_mail_server() -> None:
    assert signs(listening("master", 25, exposed=False)) == {}
    assert signs(listening("master", 25, exposed=True)) == {"APP.5.3": "tcp/25"}


def test_some_packages_speak_by_being_there() -> None:
    rows: dict[str, Any] = {"xroad-securityserver-ee": Package(version="7.4", arch="all"), "nginx": None}
    facts: HostFacts = {"packages": Packages(installed=Table[Package](rows=rows, complete=True))}
    assert signs(facts) == {"SYS.EE.1": "xroad-securityserver-ee"}


def test_a_module_applied_already_is_not_proposed_again() -> None:
    hosts = [Host(name=f"{name}.example", host_id=name) for name in "ab"]
    found = {"a": {"APP.3.2": "nginx.service"}, "b": {"APP.3.2": "apache2.service"}, "gone": {"APP.3.2": "x"}}
    applied = Scope(targets=(Target(id="web", name="Veeb", hosts=("a",), modules=("APP.3.2",)),))
    (proposal,) = propose(found, hosts, applied)
    assert (proposal.module, proposal.hosts) == ("APP.3.2", ("b.example",))
    assert proposal.reason.et == "Leitud: veebiserver (apache2.service)"
    (both,) = propose(found, hosts, Scope())
    assert both.hosts == ("a.example", "b.example")

"""Values for parameters and policies: a mistake in one is told, with its place, before anything is scanned."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import resources
from scanner.content.library import Library, load_library
from scanner.errors import InvalidError
from scanner.inventory import read
from scanner.parameters import faults, refuse_faults
from tests.test_inventory import write

HOSTS = "web: {hosts: {www1: , www2: }}\n"
TRIES = "linux-sshd-max-auth-tries"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library("2024")


def told(source: Path, library: Library) -> list[str]:
    hosts = [each.host for each in read([source]).everyone]
    with pytest.raises(InvalidError) as caught:
        refuse_faults(hosts, library.checks, [source])
    return [str(problem).replace(f"{source}/", "") for problem in caught.value.problems]


def test_values_that_fit_are_accepted(tmp_path: Path, library: Library) -> None:
    text = f"eits_params: {{{TRIES}: {{max: 3}}}}\neits_policy: {{listening_ports: [tcp/22]}}\n"
    source = write(tmp_path, {"hosts.yml": HOSTS, "group_vars/all.yml": text})
    refuse_faults([each.host for each in read([source]).everyone], library.checks, [source])


def test_every_mistake_is_told_once_with_its_place_and_what_was_meant(tmp_path: Path, library: Library) -> None:
    group = "eits_params:\n  linux-sshd-max-auth-try: {max: 3}\n"
    own = f"eits_params:\n  {TRIES}:\n    mx: 3\n    max: many\neits_policy: {{listening_port: [22]}}\n"
    source = write(tmp_path, {"hosts.yml": HOSTS, "group_vars/web.yml": group, "host_vars/www2.yml": own})
    problems, todos = zip(*(each.split(" → ") for each in told(source, library)), strict=True)
    assert problems == (
        "group_vars/web.yml:2: eits_params: there is no check linux-sshd-max-auth-try",
        f"host_vars/www2.yml:2: eits_params: {TRIES}.max is of type int, not 'many'",
        f"host_vars/www2.yml:2: eits_params: {TRIES} has no parameter 'mx'",
        "host_vars/www2.yml:5: eits_policy: no check asks for the policy listening_port",
    )
    assert todos[0].startswith(f"did you mean {TRIES}")
    assert todos[1:3] == ("give it as a whole number such as 4", "did you mean max?")
    assert todos[3].startswith("did you mean listening_ports")


def test_a_port_without_its_protocol_is_no_entry_of_a_list(tmp_path: Path, library: Library) -> None:
    source = write(tmp_path, {"hosts.yml": HOSTS, "group_vars/web.yml": "eits_policy:\n  listening_ports: [22]\n"})
    (problem,) = told(source, library)
    assert problem.startswith("group_vars/web.yml:2: eits_policy: listening_ports is of type list, not ")
    assert problem.endswith("give it as a list of texts such as [tcp/22]")


def test_the_example_inventory_fits(library: Library) -> None:
    example = resources.example_inventory()
    refuse_faults([each.host for each in read([example]).everyone], library.checks, [example])


def test_a_value_no_file_holds_is_placed_at_its_host(tmp_path: Path, library: Library) -> None:
    script = (
        write(
            tmp_path,
            {
                "list.sh": '#!/bin/sh\necho \'{"_meta": {"hostvars": {"www1": {"eits_params": '
                '{"linux-nothing-like-it": {}}}}}, "web": {"hosts": ["www1"]}}\'\n'
            },
        )
        / "list.sh"
    )
    script.chmod(0o700)
    hosts = [each.host for each in read([script]).everyone]
    with pytest.raises(InvalidError, match=r"host www1: eits_params: there is no check linux-nothing-like-it"):
        refuse_faults(hosts, library.checks, [])


def test_a_check_that_was_renamed_is_told_by_its_name_now(library: Library) -> None:
    check = library.checks[TRIES].model_copy(update={"renamed_from": ("linux-sshd-tries",)})
    (fault,) = faults({"linux-sshd-tries": {"max": 3}}, {TRIES: check})
    assert fault.todo == f"it is called {TRIES} now"

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from scanner import inventory, resources
from scanner.content import catalogue as catalogues
from scanner.content.targets import FILE, complete, find_beside, load_scope, read_targets
from scanner.errors import InvalidError, UsageError
from scanner.model.host import Host
from scanner.model.target import Need, Needs, Scope

CATALOGUE = catalogues.load("2024", checks=resources.checks())
HIGH = Needs(C=Need.HIGH, I=Need.HIGH, A=Need.HIGH)
CHECKOUT = resources.checkout()


class Group(NamedTuple):
    name: str
    hosts: tuple[str, ...]
    modules: tuple[str, ...]
    need: Needs | None = None
    owner: str | None = None


class Listed(NamedTuple):
    host: Host
    modules: tuple[str, ...] = ()
    need: Needs | None = None


class Inventory(NamedTuple):
    everyone: tuple[Listed, ...]
    modelled: tuple[Group, ...] = ()


def listed(
    name: str, *groups: str, owner: str = "unassigned", modules: tuple[str, ...] = (), need: Needs | None = None
) -> Listed:
    return Listed(Host(name=name, host_id=name, groups=groups, owner=owner), modules, need)


WEB = Inventory((listed("www1", "web"), listed("www2", "web"), listed("db1", "database")))


def scope(text: str, tmp_path: Path, here: Inventory = WEB) -> Scope:
    """The scope of a targets.yaml with this text."""
    path = tmp_path / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    return complete(read_targets(path), here, CATALOGUE)


def problems(text: str, tmp_path: Path, here: Inventory = WEB) -> list[str]:
    """What is wrong, as `line:column message`."""
    with pytest.raises(InvalidError) as caught:
        scope(text, tmp_path, here)
    return [str(each).replace(f"{tmp_path}/targets.yaml:", "") for each in caught.value.problems]


def test_a_file_gives_target_objects_and_what_applies_to_the_whole_area(tmp_path: Path) -> None:
    found = scope(
        """
agency: Näidisasutus
edition: 2024
approach: basic
process_modules: [ORP.4]
targets:
  - id: veeb
    name: Veebiserverid
    groups: [web]
    hosts: [db1]
    owner: veebitiim
    modules: [SYS.1.1]
    need: {C: very_high}
    high_measures: [{measure: SYS.1.1.M27, risk_ref: R-1}]
""",
        tmp_path,
    )
    (target,) = found.targets
    assert (found.edition, found.approach, found.process_modules) == ("2024", "basic", ("ORP.4",))
    assert target.need == Needs(C=Need.VERY_HIGH)
    assert (target.owner, target.groups, target.hosts) == ("veebitiim", ("web",), ("db1",))


def test_everything_that_does_not_exist_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    said = problems(
        """edition: "2024"
process_modules: [SYS.1.1, ORP.99]
targets:
  - id: a
    name: A
    groups: [web, nope]
    hosts: [ghost]
    modules: [SYS.1.3, OPS.1.1.3, SYS.9.9]
    high_measures:
      - {measure: SYS.1.3.M2, risk_ref: R-1}
      - {measure: SYS.1.3.M99, risk_ref: R-1}
      - {measure: SYS.1.1.M27, risk_ref: R-1}
""",
        tmp_path,
    )
    assert [each.partition(" →")[0] for each in said] == [
        "2:19: SYS.1.1 is not about the whole area",
        "2:28: ORP.99: edition 2024 has no such module",
        "8:24: OPS.1.1.3 applies to the whole area, not to a target object",
        "8:35: SYS.9.9: edition 2024 has no such module",
        "10:19: SYS.1.3.M2 is not a high measure",
        "11:19: SYS.1.3.M99: edition 2024 has no such measure",
        "12:19: SYS.1.1.M27 belongs to a module that is not applied here",
        "7:13: the inventory has no host 'ghost'",
        "6:19: the inventory has no group 'nope'",
    ]


def test_ids_are_given_once_and_one_is_reserved(tmp_path: Path) -> None:
    said = problems(
        """targets:
  - {id: a, name: A, modules: [SYS.1.1]}
  - {id: a, name: B, modules: [SYS.1.3]}
  - {id: kaitseala, name: C}
""",
        tmp_path,
    )
    assert [each.partition(" →")[0] for each in said] == [
        "3:10: the id 'a' already belongs to the target object 'A'",
        "4:10: the id 'kaitseala' already belongs to the whole area",
    ]


def test_a_module_applied_twice_to_a_host_would_be_counted_twice_and_is_refused(tmp_path: Path) -> None:
    said = problems(
        """targets:
  - {id: a, name: A, groups: [web], modules: [SYS.1.1]}
  - {id: b, name: B, hosts: [www2], modules: [SYS.1.3, SYS.1.1]}
""",
        tmp_path,
    )
    assert said == ["3:56: SYS.1.1 is applied to www2 here and in the target object 'a' → leave it in one of them"]


def test_what_is_wrong_in_the_short_form_is_told_of_the_inventory(tmp_path: Path) -> None:
    here = Inventory(WEB.everyone, (Group("web", ("www1", "www2"), ("SYS.1.3", "SYS.7.7", "ORP.4")),))
    text = "targets:\n  - {id: web, name: W, groups: [web], modules: [SYS.1.3]}\n"
    said = problems(text, tmp_path, here)
    assert len(said) == 4
    assert all(each.startswith("inventory: eits_modules of web: ") for each in said)


def test_a_file_that_is_malformed_tells_each_place(tmp_path: Path) -> None:
    said = problems("targets:\n  - id: a\n    nam: A\n    need: {C: hoog}\nscope: x\n", tmp_path)
    assert {each.partition(" ")[0] for each in said} == {"2:5:", "4:15:", "3:10:", "5:8:"}
    assert problems("- a\n", tmp_path)[0].startswith("1:1: is a mapping")
    assert "a second time" in problems("agency: a\nagency: b\n", tmp_path)[0]


def test_a_group_with_modules_is_a_target_object() -> None:
    group = Group("web", ("www1", "www2"), ("SYS.1.1", "SYS.1.3"), HIGH, "veebitiim")
    (target,) = complete(read_targets(None), Inventory(WEB.everyone, (group,)), CATALOGUE).targets
    assert (target.id, target.hosts, target.modules) == ("web", ("www1", "www2"), ("SYS.1.1", "SYS.1.3"))
    assert (target.need, target.owner) == (HIGH, "veebitiim")


def test_a_group_without_an_owner_has_the_one_its_hosts_share() -> None:
    def owner(*owners: str) -> str | None:
        hosts = tuple(listed(f"www{n}", "web", owner=name) for n, name in enumerate(owners))
        group = Group("web", tuple(each.host.name for each in hosts), ("SYS.1.1",))
        return complete(read_targets(None), Inventory(hosts, (group,)), CATALOGUE).targets[0].owner

    assert owner("it", "it") == "it"
    assert owner("it", "unassigned") == "it"
    assert owner("it", "partner") is None
    assert owner("unassigned") is None


def test_a_host_with_modules_of_its_own_is_a_target_object_for_those_its_groups_lack() -> None:
    group = Group("web", ("www1",), ("SYS.1.1",))
    hosts = (listed("www1", "web", modules=("SYS.1.1", "APP.3.2")), listed("db1", modules=("SYS.1.1",), need=HIGH))
    targets = complete(read_targets(None), Inventory(hosts, (group,)), CATALOGUE).targets
    assert [(target.id, target.modules) for target in targets] == [
        ("web", ("SYS.1.1",)),
        ("www1", ("APP.3.2",)),
        ("db1", ("SYS.1.1",)),
    ]


def test_a_host_with_a_need_of_its_own_passes_it_on_to_what_carries_it() -> None:
    group = Group("web", ("www1", "www2"), ("SYS.1.1",))
    hosts = (listed("www1", "web", modules=("SYS.1.1",), need=HIGH), listed("www2", "web", modules=("SYS.1.1",)))
    targets = complete(read_targets(None), Inventory(hosts, (group,)), CATALOGUE).targets
    assert [(target.id, target.hosts, target.modules, target.need) for target in targets] == [
        ("web", ("www1", "www2"), ("SYS.1.1",), Needs()),
        ("www1", ("www1",), (), HIGH),
    ]


def test_the_file_is_found_in_or_beside_the_inventory(tmp_path: Path) -> None:
    assert find_beside([tmp_path], FILE) is None
    (tmp_path / "targets.yaml").write_text("agency: A\n")
    (tmp_path / "hosts.ini").write_text("www1\n")
    assert find_beside([tmp_path], FILE) == find_beside([tmp_path / "hosts.ini"], FILE) == tmp_path / "targets.yaml"
    other = tmp_path / "other"
    other.mkdir()
    (other / "targets.yaml").write_text("agency: B\n")
    with pytest.raises(InvalidError, match="more than one"):
        find_beside([tmp_path, other], FILE)


def test_an_unknown_edition_is_named(tmp_path: Path) -> None:
    (tmp_path / "targets.yaml").write_text('edition: "1999"\n')
    with pytest.raises(UsageError, match="1999"):
        load_scope([tmp_path], WEB)


@pytest.mark.skipif(CHECKOUT is None, reason="the example inventories are read from a checkout")
def test_the_inventories_we_ship_are_modelled() -> None:
    assert CHECKOUT
    local = CHECKOUT / "inventories" / "localhost.yml"
    (target,) = load_scope([local], inventory.read([local])).targets
    assert (target.hosts, target.modules) == (("localhost",), ("SYS.1.1", "SYS.1.3"))
    example = CHECKOUT / "inventories" / "example"
    whole = load_scope([example], inventory.read([example]))
    assert [each.id for each in whole.targets] == ["veebiteenus", "database", "web"]
    narrowed = load_scope([example], inventory.read([example], limit="database"))
    assert narrowed == whole

"""What is read from real inventories by the real ansible-inventory, and how mistakes are told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scanner import resources
from scanner.errors import EitsError, InvalidError, NothingToScanError, UsageError
from scanner.inventory import Inventory, digest, read
from scanner.model.target import Need, Needs

VAULT = "canary-vault-password"


def write(folder: Path, files: dict[str, str]) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def names(inventory: Inventory) -> list[str]:
    return [each.host.name for each in inventory.hosts]


def told(source: Path, error: type[EitsError] = InvalidError, *, limit: str | None = None) -> list[str]:
    """The problems of an inventory that cannot be used."""
    with pytest.raises(error) as caught:
        read([source], limit=limit)
    return [str(problem) for problem in caught.value.problems]


def test_an_ini_inventory_gives_hosts_groups_and_variables(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        {"hosts": "[web]\nwww1 ansible_host=192.0.2.1 eits_owner=veebitiim\n[prod:children]\nweb\n[empty]\n"},
    )
    (listed,) = read([source / "hosts"]).hosts
    assert (listed.host.name, listed.host.host_id, listed.host.owner) == ("www1", "www1", "veebitiim")
    assert listed.host.groups == ("prod", "web")
    assert (listed.address, listed.connection) == ("192.0.2.1", "ssh")


def test_a_folder_with_group_and_host_variables_is_read_as_ansible_reads_it(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        {
            "hosts.yml": "web: {hosts: {www1: , www2: }}\n",
            "group_vars/all.yml": "eits_need: {C: high}\n",
            "group_vars/web/eits.yml": "eits_modules: [SYS.1.1, SYS.1.3]\neits_need: high\neits_owner: veebitiim\n",
            "host_vars/www2.yml": "eits_host_id: srv-2\neits_former_names: vana\neits_platform: linux\n",
            "targets.yaml": "not: an inventory\n",
            "waivers.yaml": "[]\n",
            "eits-scan.toml": "[g.hosts]\nghost = {}  # Ansible would take it for a host\n",
            "README.md": "not an inventory either\n",
        },
    )
    inventory = read([source])
    first, second = inventory.hosts
    assert (first.modules, first.need) == (("SYS.1.1", "SYS.1.3"), Needs(C=Need.HIGH, I=Need.HIGH, A=Need.HIGH))
    assert (second.host.host_id, second.host.former_names, second.host.platform) == ("srv-2", ("vana",), "linux")
    (group,) = inventory.modelled
    assert (group.name, group.hosts, group.owner) == ("web", ("www1", "www2"), "veebitiim")


def test_a_dynamic_inventory_is_run(tmp_path: Path) -> None:
    answer = {"web": {"hosts": ["www1"]}, "_meta": {"hostvars": {"www1": {"eits_roles": ["web_server"]}}}}
    script = write(tmp_path, {"list.sh": f"#!/bin/sh\ncat <<'E'\n{json.dumps(answer)}\nE\n"}) / "list.sh"
    script.chmod(0o700)
    (listed,) = read([script]).hosts
    assert listed.host.roles == ("web_server",)


@pytest.mark.parametrize("limit", [None, "www1"])
def test_a_dynamic_inventory_is_asked_once(tmp_path: Path, limit: str | None) -> None:
    answer = json.dumps({"web": {"hosts": ["www1", "www2"]}, "_meta": {"hostvars": {}}})
    text = f"#!/bin/sh\necho $* >> {tmp_path}/asked\ncat <<'E'\n{answer}\nE\n"
    script = write(tmp_path, {"list.sh": text}) / "list.sh"
    script.chmod(0o700)
    assert [each.host.name for each in read([script], limit=limit).everyone] == ["www1", "www2"]
    assert (tmp_path / "asked").read_text(encoding="utf-8").split() == ["--list"]


def test_a_dynamic_inventory_that_fails_is_an_error_with_its_own_words(tmp_path: Path) -> None:
    script = write(tmp_path, {"list.sh": "#!/bin/sh\necho 'token expired' >&2\nexit 3\n"}) / "list.sh"
    script.chmod(0o700)
    (problem,) = told(script)
    assert "list.sh" in problem
    assert "exit code 3" in problem
    assert "token expired" in problem


def test_the_environment_reaches_a_dynamic_inventory_only_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '#!/bin/sh\necho "{\\"web\\": {\\"hosts\\": [\\"$GIVEN-$HIDDEN\\"]}}"\n'
    script = write(tmp_path, {"list.sh": text}) / "list.sh"
    script.chmod(0o700)
    monkeypatch.setenv("GIVEN", "given")
    monkeypatch.setenv("HIDDEN", "hidden")
    assert names(read([script], keep_env=["GIVEN"])) == ["given-"]


def test_vault_opens_files_and_no_secret_comes_out(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        {
            "inventory/hosts.yml": "web: {hosts: {www1: {ansible_password: canary-1}}}\n",
            "inventory/group_vars/web/secret.yml": "ansible_become_password: canary-2\ndb_password: canary-3\n",
            "password": VAULT,
        },
    )
    vault(source, "encrypt", source / "inventory/group_vars/web/secret.yml")
    inventory = read([source / "inventory"], options=["--vault-password-file", str(source / "password")])
    assert names(inventory) == ["www1"]
    assert "canary" not in inventory.model_dump_json()
    assert "vault" in " ".join(told(source / "inventory")).lower()


def test_an_encrypted_variable_of_ours_is_refused(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts.yml": "all: {hosts: {www1: }}\n", "password": VAULT})
    text = vault(source, "encrypt_string", "--name", "eits_owner", "canary")
    write(source, {"host_vars/www1.yml": text})
    (problem,) = told(source / "hosts.yml")
    assert problem.startswith(f"{source}/host_vars/www1.yml:1: eits_owner is encrypted")


def vault(source: Path, *words: str | Path) -> str:
    program = Path(sys.executable).parent / "ansible-vault"
    command = [program, words[0], "--vault-password-file", source / "password", *words[1:]]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_limit_keeps_the_hosts_of_its_pattern(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "[web]\nwww1\nwww2\n[db]\ndb1\nwww2\n"}) / "hosts"
    assert names(read([source], limit="web:!db")) == ["www1"]
    assert names(read([source], limit="*2,db1")) == ["db1", "www2"]


def test_a_limit_that_leaves_nothing_is_nothing_to_scan(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "www1\n"}) / "hosts"
    (problem,) = told(source, NothingToScanError, limit="wwww1")
    assert "unknown here: wwww1" in problem


def test_an_unknown_host_in_a_limit_is_named(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "www1\n"}) / "hosts"
    (problem,) = told(source, UsageError, limit="www1,wwww2")
    assert problem.count("wwww2") == 2


def test_an_inventory_without_hosts_is_nothing_to_scan(tmp_path: Path) -> None:
    assert "no hosts" in told(write(tmp_path, {"hosts": "[web]\n"}) / "hosts", NothingToScanError)[0]


def test_broken_yaml_is_told_with_line_and_column_for_every_file(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        {
            "hosts.yml": "all:\n  hosts:\n    a: {b\n",
            "group_vars/all.yml": "ok: 1\nbad: 'x\n",
            "host_vars/a": "- : :\n\t- x\n",
        },
    )
    problems = told(source)
    assert len(problems) == 3
    assert all("is not valid YAML" in problem for problem in problems)
    assert any(problem.startswith(f"{source}/hosts.yml:4:1: ") for problem in problems)


def test_one_broken_file_in_a_folder_is_enough(tmp_path: Path) -> None:
    source = write(tmp_path, {"a.ini": "www1\n", "b.ini": "[web:chldren]\nx\n"})
    (problem,) = told(source)
    assert "b.ini" in problem
    assert "chldren" in problem


def test_a_source_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert "nowhere" in told(tmp_path / "nowhere")[0]


UNCHECKED = [
    "ansible_host_key_checking: false",
    "ansible_ssh_host_key_checking: 'no'",
    "ansible_paramiko_host_key_auto_add: true",
    "ansible_ssh_common_args: -o StrictHostKeyChecking=no",
    "ansible_ssh_args: '-C -o UserKnownHostsFile=/dev/null'",
    "ansible_ssh_extra_args: '-oStrictHostKeyChecking=accept-new'",
    "ansible_ssh_common_args: -o 'StrictHostKeyChecking off'",
]
WRONG = [
    ("eits_ownr: x", "there is no variable eits_ownr → did you mean eits_owner?"),
    ("eits_run_scripts: /etc", "there is no variable eits_run_scripts"),
    ("eits_owner: '{{ team }}'", "eits_owner is a template"),
    ("eits_policy: {ports: ['{% raw %}']}", "eits_policy is a template"),
    ("eits_owner: 5", "eits_owner: Input should be a valid string"),
    ("eits_owner: ''", "eits_owner: String should have at least 1 character"),
    ("eits_need: {C: hihg}", "eits_need.C: Input should be 'normal', 'high' or 'very_high'"),
    ("eits_need: {K: high}", "eits_need.K: Extra inputs are not permitted"),
    ("eits_modules: [SYS11]", "eits_modules.0: "),
    ("eits_platform: solaris", "eits_platform: Input should be 'linux', 'windows' or 'network'"),
    ("eits_policy: [22]", "eits_policy: Input should be a valid dictionary"),
]


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """One inventory with a host per mistake, and all that is told about it."""
    folder = tmp_path_factory.mktemp("mistakes")
    lines = [*(line for line, _ in WRONG), *UNCHECKED]
    variables = {f"host_vars/h{number}.yml": f"---\n{line}\n" for number, line in enumerate(lines)}
    hosts = "".join(f"h{number}\n" for number in range(len(lines)))
    write(folder, {"hosts": hosts, **variables})
    return folder, told(folder / "hosts")


@pytest.mark.parametrize(("number", "message"), list(enumerate(message for _, message in WRONG)))
def test_a_wrong_variable_is_told_with_its_place(mistakes: tuple[Path, list[str]], number: int, message: str) -> None:
    folder, problems = mistakes
    place = f"{folder}/host_vars/h{number}.yml:2: "
    (problem,) = [problem for problem in problems if problem.startswith(place)]
    assert problem.startswith(place + message)


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "www1 eits_a=1\nwww2 eits_b=2 ansible_host_key_checking=false\n"}) / "hosts"
    assert [problem.partition(" →")[0] for problem in told(source)] == [
        f"{source}:1: there is no variable eits_a",
        f"{source}:2: ansible_host_key_checking switches host-key checking off",
        f"{source}:2: there is no variable eits_b",
    ]


@pytest.mark.parametrize(("number", "line"), list(enumerate(UNCHECKED, len(WRONG))))
def test_an_inventory_may_not_switch_host_key_checking_off(
    mistakes: tuple[Path, list[str]], number: int, line: str
) -> None:
    folder, problems = mistakes
    place = f"{folder}/host_vars/h{number}.yml:2: "
    (problem,) = [problem for problem in problems if problem.startswith(place)]
    assert problem.startswith(f"{place}{line.partition(':')[0]} switches host-key checking off")


def test_one_line_for_many_hosts_is_told_once(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "[web]\nwww1\nwww2\n", "group_vars/web.yml": f"# ours\n{UNCHECKED[0]}\n"})
    (problem,) = told(source / "hosts")
    assert problem.startswith(f"{source}/group_vars/web.yml:2: ")


@pytest.mark.parametrize(
    "line",
    ["ansible_host_key_checking: true", "ansible_ssh_common_args: -o ProxyJump=hüpe -o StrictHostKeyChecking=yes"],
)
def test_other_ssh_options_are_left_alone(tmp_path: Path, line: str) -> None:
    assert read([write(tmp_path, {"hosts.yml": f"all: {{hosts: {{a: }}, vars: {{{line}}}}}\n"}) / "hosts.yml"]).hosts


@pytest.mark.parametrize(
    "text",
    [
        "a eits_host_id=x\nb eits_host_id=x\n",
        "a eits_host_id=b\nb\n",
        "a eits_former_names='[\"b\"]'\nb\n",
    ],
)
def test_two_hosts_may_not_share_an_identity(tmp_path: Path, text: str) -> None:
    source = write(tmp_path, {"hosts": text}) / "hosts"
    (problem,) = told(source)
    assert "the hosts a, b share the identity" in problem


def test_text_that_looks_like_a_secret_place_is_only_text(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts.yml": "all: {hosts: {a: {eits_owner: !unsafe 'tiim <b>'}}}\n"}) / "hosts.yml"
    assert read([source]).hosts[0].host.owner == "tiim <b>"


def test_the_example_inventory_shows_what_it_says() -> None:
    inventory = read([resources.example_inventory()])
    assert {group.name for group in inventory.modelled} == {"database", "web"}
    assert {each.host.scan_account for each in inventory.hosts} == {"eits-scan"}


def test_this_machine_is_modelled_for_make_scan() -> None:
    checkout = resources.checkout()
    assert checkout
    (listed,) = read([checkout / "inventories" / "localhost.yml"]).hosts
    assert (listed.connection, listed.modules) == ("local", ("SYS.1.1", "SYS.1.3"))


def test_the_digest_of_an_inventory_does_not_depend_on_the_limit_and_does_on_its_content(tmp_path: Path) -> None:
    source = write(tmp_path, {"hosts": "[web]\nwww1\nwww2 eits_owner=veebitiim\n"}) / "hosts"
    whole = digest(read([source]))
    assert digest(read([source], limit="www2")) == digest(read([source], limit="www1")) == whole
    source.write_text("[web]\nwww1\nwww2 eits_owner=teine\n", encoding="utf-8")
    assert digest(read([source])) != whole

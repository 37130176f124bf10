"""How Ansible would connect to each host, from Ansible itself. A program of its own: nothing imports it.

What it prints holds passwords; it goes through a pipe to scanner/preflight/connections.py and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible import constants
from ansible.cli.inventory import InventoryCLI
from ansible.errors import AnsibleError
from ansible.plugins.loader import become_loader, connection_loader
from ansible.template import Templar

_KNOWN = ("ssh", "winrm", "psrp")


class Connections(InventoryCLI):  # type: ignore[misc]
    """Answers `--list` with the templated options of each host's connection and become plugin."""

    def json_inventory(self, top: Any) -> dict[str, Any]:
        return {host.name: self._host(host) for host in self.inventory.get_hosts(top.name)}

    def _host(self, host: Any) -> dict[str, Any]:
        variables = self.vm.get_vars(host=host)
        templar = Templar(loader=self.loader, variables=variables)
        try:
            return _connection(variables, templar)
        except (AnsibleError, KeyError, TypeError, ValueError) as error:
            return {"error": str(error)}


def _connection(variables: Mapping[str, Any], templar: Any) -> dict[str, Any]:
    def one(name: str, otherwise: Any) -> Any:
        return templar.template(variables[name]) if variables.get(name) is not None else otherwise

    asked = str(one("ansible_connection", constants.DEFAULT_TRANSPORT))
    plugin = "ssh" if asked == "smart" else asked.removeprefix("ansible.builtin.")
    answer: dict[str, Any] = {"plugin": plugin, "address": str(one("ansible_host", variables["inventory_hostname"]))}
    if plugin in _KNOWN:
        answer["options"] = _options(connection_loader, "connection", plugin, variables, templar)
    if plugin == "winrm":
        extras = (name for name in variables if name.startswith("ansible_winrm_"))
        answer["extras"] = {name.removeprefix("ansible_winrm_"): _plain(one(name, None)) for name in extras}
    # The play escalates unless the inventory says otherwise.
    if str(one("ansible_become", True)).lower() in ("true", "yes", "on", "1"):
        method = str(one("ansible_become_method", constants.DEFAULT_BECOME_METHOD)).removeprefix("ansible.builtin.")
        options = _options(become_loader, "become", method, variables, templar) if method == "sudo" else {}
        answer["become"] = {"method": method, **options}
    return answer


def _options(loader: Any, kind: str, name: str, variables: Mapping[str, Any], templar: Any) -> dict[str, Any]:
    """As Ansible's task executor finds them: variables, then the settings of our ansible.cfg, then defaults."""
    plugin = loader.get(name, class_only=True)  # loads what options there are
    names: Iterable[str] = constants.config.get_plugin_vars(kind, plugin._load_name)  # noqa: SLF001
    given = {each: templar.template(variables[each]) for each in names if variables.get(each) is not None}
    found = constants.config.get_plugin_options(kind, plugin._load_name, variables=given)  # noqa: SLF001
    return {option: _plain(value) for option, value in found.items()}


def _plain(value: Any) -> Any:
    """Without Ansible's marks and wrappers; a vault value is decrypted here."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, int) else str(value)


if __name__ == "__main__":
    Connections.cli_executor()

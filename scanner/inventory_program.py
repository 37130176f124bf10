"""`ansible-inventory`, asked once for all that an inventory is read for. A program of its own: nothing imports it.

Ansible's command tells the variables of hosts merged, or those of groups apart, and the hosts within a limit instead
of all: three runs, in each of which a dynamic inventory is asked anew and may answer otherwise.
"""

from __future__ import annotations

from typing import Any

from ansible.cli.inventory import InventoryCLI


class Everything(InventoryCLI):  # type: ignore[misc]
    """Answers `--list` with `merged`: all hosts with their merged variables; `vars`: each group's own `eits_*`
    variables; `within`: the hosts of `--limit`.
    """

    def json_inventory(self, top: Any) -> dict[str, Any]:
        within = [host.name for host in self.inventory.get_hosts(top.name)]
        self.inventory.subset(None)
        own = {name: self._get_group_variables(group) for name, group in self.inventory.groups.items()}
        ours = {name: {key: values[key] for key in values if key.startswith("eits_")} for name, values in own.items()}
        return {"merged": super().json_inventory(top), "vars": ours, "within": within}


if __name__ == "__main__":
    Everything.cli_executor()

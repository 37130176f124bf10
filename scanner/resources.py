"""Where content lies: at the checkout's top, or under `scanner/_data/` in an installed wheel.

No other module may know. Files are real files on disk in both cases, because Ansible reads them by path.
"""

from __future__ import annotations

from pathlib import Path

from scanner.errors import InvalidError

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "_data"


def checkout() -> Path | None:
    """The top of the source checkout this package runs from; None when it is installed from a wheel."""
    return None if _INSTALLED.is_dir() else _PACKAGE.parent


def checks() -> Path:
    """Checks, coverage of E-ITS and profiles (YAML)."""
    return _folder("checks")


def playbooks() -> Path:
    """The play, its plugins, the collectors and the remediation tasks."""
    return _folder("playbooks")


def reports() -> Path:
    """Report templates with their styles and scripts. Finished reports lie in the workspace, never here."""
    return _folder("reports")


def example_inventory() -> Path:
    """The inventory folder that `eits-scan init` copies."""
    return _folder("inventories/example")


def _folder(name: str) -> Path:
    path = (checkout() or _INSTALLED) / name
    if not path.is_dir():
        raise InvalidError(
            "a folder that belongs to eits-scan is missing",
            where=str(path),
            todo="install eits-scanner again, or restore the folder from git",
        )
    return path

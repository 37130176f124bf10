"""Starting is quick because it loads little."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("ansible", "ansible_runner", "jinja2", "paramiko", "pydantic", "sqlite3", "yaml")
_START = """
import json, sys
sys.argv = ["eits-scan", *sys.argv[1:]]
from scanner.__main__ import main
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_telling_the_version_or_the_commands_loads_nothing_heavy(word: str) -> None:
    said = subprocess.run([sys.executable, "-c", _START, word], capture_output=True, text=True, check=True).stdout
    loaded = json.loads(said.splitlines()[-1])
    assert "scanner.cli" in loaded
    assert [name for name in HEAVY if name in loaded] == []

"""Runs the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LOCAL = "all:\n  hosts:\n    here: {ansible_connection: local}\n    there: {ansible_connection: local}\n"
QUICK = ("--check", "linux-account-uid0-only-root")
FAILING = """
title: {et: Konto, en: The account ada is there}
gap: {et: Kontot ei ole, en: The account ada is not there}
why: {et: Katse., en: A trial.}
severity: medium
applies: {platforms: [linux]}
expect: [{at: accounts.accounts, any: [{at: .name, equals: ada of no machine}], if_empty: fail}]
remediation: {et: Looge., en: Make it., disruption: none}
examples:
  - {facts: {accounts: {accounts: [{name: ada of no machine}]}}, verdict: pass}
  - {facts: {accounts: {accounts: [{name: root}]}}, verdict: fail}
  - {facts: {accounts: {accounts: {unknown: cut}}}, verdict: error}
"""
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def command(*words: str | Path) -> list[str]:
    """The command as its own process would start it."""
    return [sys.executable, "-m", "scanner", *map(str, words)]


@pytest.fixture
def eits(tmp_path: Path) -> Command:
    """Runs `eits-scan` with words, in an empty folder, with a workspace of its own."""

    def run(*words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "EITS_HOME": str(tmp_path / "home"), **options.pop("env", {})}
        return subprocess.run(
            command(*words), capture_output=True, text=True, cwd=tmp_path, env=env, check=False, timeout=300, **options
        )

    return run


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """An inventory of two names for this machine."""
    path = tmp_path / "hosts.yml"
    path.write_text(LOCAL, encoding="utf-8")
    return path

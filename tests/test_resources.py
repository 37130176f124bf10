from __future__ import annotations

import pytest

from scanner import resources
from scanner.errors import InvalidError


def test_a_checkout_reads_its_own_content() -> None:
    top = resources.checkout()
    assert top is not None
    assert (top / "pyproject.toml").is_file()
    assert resources.playbooks() == top / "playbooks"


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_INSTALLED", tmp_path)
    with pytest.raises(InvalidError, match=r"/checks: a folder that belongs to eits-scan is missing → install"):
        resources.checks()

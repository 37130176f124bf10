"""Where a value comes from that no line of sshd_config sets."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scanner.facts.sshd import parse
from scanner.model.facts import BUILT_IN, Setting, Source
from tests.facts.test_cases import raw_of

CASE = Path(__file__).parent / "sshd" / "debian12.yaml"


def source_of(name: str, without: str = "") -> Source | None:
    """The source of a setting of the recorded host, when one of its streams did not arrive."""
    case = yaml.safe_load(CASE.read_text(encoding="utf-8"))
    case["streams"].pop(without, None)
    setting = getattr(parse(raw_of(case)), name)
    assert isinstance(setting, Setting)
    return setting.source


def test_a_built_in_default_is_known_once_every_file_was_read() -> None:
    assert source_of("permit_empty_passwords") == BUILT_IN
    assert not BUILT_IN


def test_a_line_is_the_source_where_there_is_one() -> None:
    line = Source(file="/etc/ssh/sshd_config", line=90, text="X11Forwarding yes")
    assert source_of("x11_forwarding") == line


@pytest.mark.parametrize("unseen", ["files", "options"])
def test_a_default_is_not_claimed_where_something_may_set_it_unseen(unseen: str) -> None:
    assert source_of("permit_empty_passwords", without=unseen) is None

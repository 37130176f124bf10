"""The list of what was run on a host names what the scripts run."""

from __future__ import annotations

from scanner.collect.commands import commands
from scanner.collect.script import collector
from scanner.facts.registry import names


def test_a_command_in_one_line_is_shown_whole_and_a_function_by_its_programs() -> None:
    listed = "listed() {\n    grep x /etc/y | sort\n}\n"
    script = f"# awk is named here only\n{listed}run -c 99 all rpm -qa\nrun some listed\n"
    assert commands(script) == ("rpm -qa", "grep", "sort")


def test_what_a_word_of_the_prelude_runs_is_named() -> None:
    assert commands("run lines plain '{ print }' $(systemd_files x.conf)\n") == ("awk", "cut", "sort")
    assert commands("plain() { cat; }\nrun lines plain x\n") == ("cat",)


def test_every_collector_runs_something() -> None:
    assert [name for name in names() if not commands(collector(name).body)] == []

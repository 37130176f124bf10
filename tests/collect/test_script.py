"""The script on real shells: isolation, keys as data, headers, and what is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.collect.script import Collector, assemble, checked_keys, collector, quoted
from scanner.errors import InvalidError
from scanner.model.unknown import Cause, Unknown
from tests.collect.shells import ask, every_shell, raw, write


@every_shell
@pytest.mark.parametrize(
    "body",
    [
        "if then fi (",
        "}\nexit 0\n{",
        "echo 'never closed",
        "exit 7",
        "set -eu\nfalse",
        "cd /no/such; PATH=; IFS=:; LC_ALL=et_EE; trap 'exit 3' EXIT; umask 000; set -f; readonly EITS_CAP=1",
        "run() { :; }; emit() { :; }; finish() { :; }; printf() { :; }; alias run=true",
        "kill $$",
        "kill -9 $$",
        "exec true",
        "exec 1>&- 2>&- 3>&-",
        "cat; cat <&3; read -r line; exec cat",
        "$UNSET_; nosuchcommand; nosuchcommand | emit x",
        "# a comment without a newline",
        "\\",
        "run 'bad name' true; run a true; run",
    ],
)
def test_what_one_collector_breaks_costs_only_itself(tmp_path: Path, shell: str, body: str) -> None:
    after = "run a pwd\nrun b sh -c 'printf %s \"$LC_ALL$-\" | tr -d a-z'\nkeys | emit keys\n"
    folder = write(tmp_path, before="run a echo seen", bad=body, after=after)
    script = assemble([("before", ()), ("bad", ()), ("after", ("k",))], shell=shell, folder=folder)
    evidence = ask(script, shell)
    assert evidence.cause is None
    assert list(evidence.collectors) == ["before", "bad", "after"]
    assert raw(evidence, "before").text("a") == "seen\n"
    assert raw(evidence, "after").text("a") == "/\n"
    assert raw(evidence, "after").text("b") == "C"
    assert raw(evidence, "after").text("keys") == "k\n"


@every_shell
def test_a_syntax_error_is_told(tmp_path: Path, shell: str) -> None:
    bad = raw(ask(assemble([("bad", ())], shell=shell, folder=write(tmp_path, bad="if then fi (")), shell), "bad")
    why = bad.text("anything")
    assert isinstance(why, Unknown)
    assert why.cause is Cause.UNPARSED
    assert "syntax error" in why.detail.lower()


KEYS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60),
    max_size=8,
)


@every_shell
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(keys=KEYS)
def test_keys_are_data(tmp_path: Path, shell: str, keys: list[str]) -> None:
    folder = write(tmp_path, c="keys | emit keys\nrun again keys\n")
    found = raw(ask(assemble([("c", tuple(keys))], shell=shell, folder=folder), shell), "c")
    assert found.keys == tuple(keys)
    assert found.text("keys") == "".join(f"{key}\n" for key in keys)
    assert found.text("again") == found.text("keys")


@pytest.mark.parametrize(
    "key", ["'; touch /tmp/x; '", "$(id)", "`id`", "\\", "'", "-n", "%s\\n", "a  b", "*", "~root", "$EITS_UID", "õ"]
)
@every_shell
def test_a_key_that_looks_like_code_stays_a_key(tmp_path: Path, shell: str, key: str) -> None:
    folder = write(tmp_path, c="keys | emit keys\n")
    assert raw(ask(assemble([("c", (key,))], shell=shell, folder=folder), shell), "c").text("keys") == f"{key}\n"


@pytest.mark.parametrize("key", ["", "a\nb", "a\0", "\x1b[31m", "a\r", "\x85", "\u2028", "x" * 4097, "\ud800"])
def test_a_key_that_cannot_be_one_line_is_refused(key: str) -> None:
    with pytest.raises(InvalidError):
        checked_keys([key])


def test_more_keys_than_a_process_can_be_given_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="fewer keys"):
        assemble([("c", tuple(f"/{i:04}{'x' * 100}" for i in range(1200)))], folder=write(tmp_path, c=""))


@pytest.mark.parametrize("name", ["nosuch", "../os", "_main", "os\n", ""])
def test_an_unknown_collector_is_refused(name: str) -> None:
    with pytest.raises(InvalidError):
        assemble([(name, ())])


def test_a_collector_of_ours_cannot_be_replaced(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="rename yours"):
        assemble([("os", ())], folder=write(tmp_path, os="run a true\n"))


@pytest.mark.parametrize("header", ["# budget: soon", "# root: maybe", "# keys: files", "# budget: 0"])
def test_a_wrong_header_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(InvalidError):
        collector("c", write(tmp_path, c=header + "\n"))


def test_the_digest_changes_with_the_script() -> None:
    assert Collector("a", "run a true\n").digest == Collector("b", "run a true\n").digest
    assert Collector("a", "run a true\n").digest != Collector("a", "run a false\n").digest


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
@settings(max_examples=50)
def test_quoting_gives_one_literal_word(text: str) -> None:
    done = subprocess.run(["/bin/sh", "-c", f"printf %s {quoted(text)}"], capture_output=True, check=True)
    assert done.stdout == text.encode()


@every_shell
def test_a_cut_script_runs_nothing(tmp_path: Path, shell: str) -> None:
    canary = tmp_path / "ran"
    script = assemble([("c", ())], shell=shell, folder=write(tmp_path, c=f": >{canary}\n")).encode()
    whole = len(script.rstrip())
    for end in (*range(0, whole - 40, 997), *range(whole - 40, whole)):
        done = subprocess.run([*shell.split(), "-s"], input=script[:end], capture_output=True, check=False)
        assert b"EITS-EVIDENCE" not in done.stdout
    assert not canary.exists()

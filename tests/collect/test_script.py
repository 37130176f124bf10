"""The script on real shells: budgets, killing, isolation, keys as data, and a reader that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.collect.evidence import decode
from scanner.collect.script import Collector, assemble, checked_keys, collector, quoted
from scanner.errors import InvalidError
from scanner.facts.raw import Evidence, Raw
from scanner.model.unknown import Cause, Unknown

SHELLS = [shell for shell in ("/bin/dash", "/bin/bash", "/bin/busybox sh") if Path(shell.split()[0]).exists()]
every_shell = pytest.mark.parametrize("shell", SHELLS)


def write(folder: Path, **bodies: str) -> Path:
    """A folder of collectors."""
    for name, body in bodies.items():
        (folder / f"{name}.sh").write_text(body, encoding="utf-8")
    return folder


def ask(script: str, shell: str) -> Evidence:
    """What this machine answers, asked as a host is: by the standard input of one shell with an empty environment."""
    command = ["env", "-i", *shell.split(), "-s"]
    return decode(subprocess.run(command, input=script.encode(), stdout=subprocess.PIPE, check=False).stdout)


def raw(evidence: Evidence, name: str) -> Raw:
    """A collector that answered."""
    found = evidence.raw(name)
    assert isinstance(found, Raw), found
    return found


def alive(program: str) -> dict[int, bytes]:
    """The processes that show this program among their arguments, zombies aside."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if program.encode() in arguments:
            found[int(process.name)] = arguments
    return found


def until(condition: Callable[[], object], seconds: float = 30) -> bool:
    """Whether the condition comes true; the time is only a limit for a failing test."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[str]:
    """A program that never ends and ignores signals, at a path of its own; what survives a test is killed."""
    program = tmp_path / f"eits-test-{uuid.uuid4().hex}"
    program.write_text("#!/bin/sh\ntrap '' TERM HUP INT PIPE\nwhile :; do sleep 1000; done\n")
    program.chmod(0o755)
    yield str(program)
    for pid in alive(str(program)):
        os.kill(pid, signal.SIGKILL)


HOLDS_ON = """# budget: 2
run before echo seen
( {program} re-parented & ) &
( setsid {program} session & ) &
setsid {program} silent >/dev/null 2>&1 3>&- 4>&- &
env -i {program} environment &
( while :; do {program} subshell; done ) &
trap '' TERM HUP INT
run slow sh -c '{program} many & {program} many & setsid {program} deep & {program} last'
"""
LETS_GO = """
setsid {program} silent >/dev/null 2>&1 3>&- 4>&- &
( {program} re-parented >/dev/null 2>&1 3>&- 4>&- & ) &
run before echo seen
exit 0
"""


@every_shell
def test_what_a_collector_started_is_killed_when_its_time_is_over(tmp_path: Path, shell: str, stubborn: str) -> None:
    folder = write(tmp_path, bad=HOLDS_ON.format(program=stubborn), good="run after echo seen\n")
    evidence = ask(assemble([("bad", ()), ("good", ())], shell=shell, folder=folder), shell)
    assert alive(stubborn) == {}
    assert evidence.cause is None
    assert raw(evidence, "bad").cause is Cause.TIMEOUT
    assert raw(evidence, "bad").text("before") == "seen\n"
    assert raw(evidence, "good").text("after") == "seen\n"


@every_shell
def test_what_a_collector_left_behind_ends_with_the_script(tmp_path: Path, shell: str, stubborn: str) -> None:
    folder = write(tmp_path, c=LETS_GO.format(program=stubborn))
    evidence = ask(assemble([("c", ())], shell=shell, folder=folder), shell)
    assert until(lambda: not alive(stubborn))
    assert raw(evidence, "c").cause is None
    assert raw(evidence, "c").text("before") == "seen\n"


@every_shell
def test_a_collector_that_takes_too_long_says_timeout_and_keeps_what_ended(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="# budget: 2\nrun first echo seen\nprintf half | emit second\nrun third sleep 1000\n")
    slow = raw(ask(assemble([("slow", ())], shell=shell, folder=folder), shell), "slow")
    assert slow.cause is Cause.TIMEOUT
    assert slow.text("first") == "seen\n"
    assert slow.text("second") == "half"
    assert slow.text("third") == Unknown(cause=Cause.TIMEOUT)
    assert slow.text("fourth") == Unknown(cause=Cause.TIMEOUT)


@every_shell
def test_the_host_budget_ends_what_runs_and_skips_the_rest(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="sleep 1000\n", never="run a echo seen\n")
    evidence = ask(assemble([("slow", ()), ("never", ())], host_seconds=1, shell=shell, folder=folder), shell)
    assert evidence.cause is None
    assert raw(evidence, "slow").cause is Cause.TIMEOUT
    assert raw(evidence, "never").text("a") == Unknown(cause=Cause.TIMEOUT)


@every_shell
def test_the_header_of_a_collector_gives_its_budget(tmp_path: Path, shell: str) -> None:
    folder = write(tmp_path, slow="# budget: 1\nsleep 1000\n")
    assert raw(ask(assemble([("slow", ())], shell=shell, folder=folder), shell), "slow").cause is Cause.TIMEOUT


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


@every_shell
def test_exit_codes_errors_and_missing_commands_arrive(tmp_path: Path, shell: str) -> None:
    body = """
run fails sh -c 'echo out; echo wrong >&2; exit 3'
run missing no-such-command-anywhere
run directory /etc
run loud sh -c 'head -c 3000000 /dev/zero | tr "\\0" e >&2; echo end'
run noisy sh -c 'printf "a\\0b" >&2'
echo x | emit given 4
fail_inside() { echo part; exit 9; }
run function fail_inside
run killed sh -c 'echo part; kill -9 $$'
"""
    found = raw(ask(assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body)), shell), "c")
    fails = found.stream("fails")
    assert fails is not None
    assert (fails.data, fails.exit, fails.error) == (b"out\n", 3, "wrong")
    assert {name: found.streams[name].exit for name in ("missing", "directory", "given", "function", "killed")} == {
        "missing": 127,
        "directory": 126,
        "given": 4,
        "function": 9,
        "killed": 137,
    }
    missing, denied, killed = found.text("missing"), found.text("directory"), found.text("killed")
    assert isinstance(missing, Unknown)
    assert missing.cause is Cause.MISSING_TOOL
    assert isinstance(denied, Unknown)
    assert denied.cause is Cause.PERMISSION
    assert isinstance(killed, Unknown)
    assert killed.cause is Cause.CUT
    assert found.text("loud") == "end\n", "a command that says much must not die of it"
    assert found.streams["loud"].error == "e" * 400
    assert found.streams["noisy"].error == "ab"
    assert found.text("function") == "part\n"


@every_shell
def test_a_stream_is_cut_at_its_cap_and_only_beyond_it(tmp_path: Path, shell: str) -> None:
    body = """
run -c 1000 exact head -c 1000 /dev/zero
run -c 1000 over head -c 1001 /dev/zero
head -c 1000 /dev/zero | emit -c 999 piped
run endless cat /dev/zero
run after echo seen
"""
    found = raw(ask(assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body)), shell), "c")
    sizes = {name: (len(stream.data), stream.cut) for name, stream in found.streams.items()}
    assert sizes == {
        "exact": (1000, False),
        "over": (1000, True),
        "piped": (999, True),
        "endless": (1048576, True),
        "after": (5, False),
    }


@every_shell
def test_every_byte_survives(tmp_path: Path, shell: str) -> None:
    data = bytes(range(256)) * 50 + b"\r\n\0@eof collectors=1\nEITS-EVIDENCE 1\n"
    (tmp_path / "data").write_bytes(data)
    body = f"run a cat {tmp_path}/data\ncat {tmp_path}/data | emit b\n"
    found = raw(ask(assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body)), shell), "c")
    assert found.streams["a"].data == data
    assert found.streams["b"].data == data


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if "busybox" not in shell])  # it has its own base64
@pytest.mark.parametrize("tools", ["base64", "openssl", "od"])
def test_bytes_survive_with_whatever_encoder_the_host_has(tmp_path: Path, shell: str, tools: str) -> None:
    tools_folder = tmp_path / "bin"
    tools_folder.mkdir()
    for tool in {tools, *["sh", "head", "tr", "od", "cat", "sed", "sleep", "date", "id", "uname", "env"]}:
        for place in ("/usr/bin", "/bin"):
            if Path(place, tool).exists():
                (tools_folder / tool).symlink_to(Path(place, tool))
                break
    if not (tools_folder / tools).exists():
        pytest.skip(f"{tools} is not on this machine")
    (tmp_path / "data").write_bytes(bytes(range(256)) * 3)
    body = f"run a cat {tmp_path}/data\nrun none true\nrun said sh -c 'echo wrong >&2'\n"
    script = assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body))
    system_path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    assert system_path in script
    found = raw(ask(script.replace(system_path, f"PATH={tools_folder}"), shell), "c")
    assert found.streams["a"].data == bytes(range(256)) * 3
    assert found.streams["none"].data == b""
    assert found.streams["said"].error == "wrong"


KEYS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60),
    max_size=8,
)


@every_shell
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@every_shell
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_script_and_everything_it_started(
    request: pytest.FixtureRequest, tmp_path: Path, shell: str, number: int, stubborn: str
) -> None:
    folder = write(tmp_path, c=f"( setsid {stubborn} & )\nrun slow {stubborn}\n")
    before = signal.signal(
        number, signal.SIG_DFL
    )  # a background job begins with some of them ignored, and hands that on
    request.addfinalizer(lambda: signal.signal(number, before))
    process = start(assemble([("c", ())], shell=shell, folder=folder), shell)
    assert until(lambda: len(alive(stubborn)) >= 2)
    process.send_signal(number)
    assert process.wait(timeout=20) != 0
    assert until(lambda: not alive(stubborn))
    assert decode(process.communicate()[0]).cause is Cause.CUT


@every_shell
@pytest.mark.parametrize("ignored", [False, True], ids=["SIGPIPE", "SIGPIPE ignored"])
def test_a_reader_that_goes_away_ends_everything(tmp_path: Path, shell: str, ignored: bool, stubborn: str) -> None:
    folder = write(
        tmp_path, a=f"( setsid {stubborn} & )\nrun x cat /dev/zero\nrun y {stubborn}\n", b=f"run z {stubborn}\n"
    )
    process = start(assemble([("a", ()), ("b", ())], seconds=2, shell=shell, folder=folder), shell, ignored)
    assert until(lambda: alive(stubborn))
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=20) != 0
    assert until(lambda: not alive(stubborn))


def start(script: str, shell: str, ignore_pipe: bool = False) -> subprocess.Popen[bytes]:
    """The script running, its input already given."""
    process = subprocess.Popen(
        [*shell.split(), "-s"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        restore_signals=not ignore_pipe,
    )
    assert process.stdin is not None
    process.stdin.write(script.encode())
    process.stdin.close()
    process.stdin = None
    return process


@every_shell
def test_nothing_is_written_anywhere(tmp_path: Path, shell: str) -> None:
    """Under a file size limit of zero every write to a file would fail and be told."""
    folder = write(tmp_path, c="run a echo seen\nkeys | emit b\nrun c sh -c 'echo seen; echo wrong >&2'\n")
    script = assemble([("c", ("k",))], shell=shell, folder=folder)
    command = f"ulimit -f 0; exec {shell} -s"
    done = subprocess.run(["/bin/sh", "-c", command], input=script.encode(), stdout=subprocess.PIPE, check=False)
    evidence = decode(done.stdout)
    assert evidence.cause is None
    assert raw(evidence, "c").text("a") == "seen\n"
    assert raw(evidence, "c").streams["c"].error == "wrong"

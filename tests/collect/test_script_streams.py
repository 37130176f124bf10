"""What a command says arrives from real shells as it was: bytes, exit codes, errors, and the cut at a cap."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scanner.collect.evidence import decode
from scanner.collect.script import assemble
from scanner.model.unknown import Cause, Unknown
from tests.collect.shells import SHELLS, ask, every_shell, raw, write


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
def test_files_after_one_that_cannot_be_read_are_not_lost_in_silence(tmp_path: Path, shell: str) -> None:
    for name in "ac":
        (tmp_path / name).write_text(f"{name} one\ttwo\n", encoding="ascii")
    files = f"{tmp_path}/a /proc/self/mem {tmp_path}/c"  # whoever reads its first byte gets an error
    body = f"""
run whole plain '{{ print FILENAME, FNR, $0 }}' {tmp_path}/a {tmp_path}/none {tmp_path}/c
run broken plain '{{ print FILENAME, FNR, $0 }}' {files}
"""
    found = raw(ask(assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body)), shell), "c")
    first, last = (f"{tmp_path}/{name}\t1\t{name} one two" for name in "ac")
    assert found.lines("whole") == [first, last]
    broken = found.lines("broken")
    assert isinstance(broken, list)
    assert last in broken or f"denied\t{tmp_path}" in broken


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
    for tool in {tools, *["sh", "head", "tr", "cat", "sed", "sleep", "date", "id", "uname", "env"]}:
        for place in ("/usr/bin", "/bin"):
            if Path(place, tool).exists():
                (tools_folder / tool).symlink_to(Path(place, tool))
                break
    if not (tools_folder / tools).exists():
        pytest.skip(f"{tools} is not on this machine")
    (tmp_path / "data").write_bytes(bytes(range(256)) * 3)
    body = f"run a cat {tmp_path}/data\nrun -c 2000000 large cat {tmp_path}/data\n"
    body += "run none true\nrun said sh -c 'echo wrong >&2'\n"
    script = assemble([("c", ())], shell=shell, folder=write(tmp_path, c=body))
    system_path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    assert system_path in script
    found = raw(ask(script.replace(system_path, f"PATH={tools_folder}"), shell), "c")
    assert found.streams["a"].data == found.streams["large"].data == bytes(range(256)) * 3
    assert found.streams["none"].data == b""
    assert found.streams["said"].error == "wrong"


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

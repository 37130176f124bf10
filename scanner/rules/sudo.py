"""Which sudo rules give more than they say: commands that start a shell, write any file or can be replaced."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.facts.sudo import CommandFile, Entry
from scanner.language.leaf import Scene
from scanner.language.outcome import Outcome, Trace, all_of, unknown
from scanner.language.paths import look, parse
from scanner.language.rule import NoArguments, rule
from scanner.model.base import Text
from scanner.model.facts import Items
from scanner.model.unknown import NOT_COLLECTED, Unknown
from scanner.model.verdict import Verdict

_ENTRIES = "sudo.entries"
_FILES = "sudo.command_files"
_INTERACTIVE = frozenset(
    (
        "ed", "emacs", "ex", "ftp", "gdb", "irb", "joe", "less", "lftp", "man", "mc", "more", "most", "nano",
        "nvim", "pg", "pico", "rview", "screen", "sftp", "telnet", "tmux", "vi", "view", "vim", "vimdiff",
        "visudo", "w3m",
    )
)  # fmt: skip
"""Programs with a shell escape whatever file they are given; NOEXEC stops it."""
_OPEN = frozenset(
    (
        "apt", "apt-get", "ash", "at", "awk", "bash", "batch", "busybox", "chmod", "chown", "chroot", "cp",
        "cpan", "crontab", "csh", "curl", "dash", "dd", "dnf", "docker", "dpkg", "easy_install", "env",
        "expect", "find", "flock", "gawk", "git", "ionice", "ip", "jrunscript", "ksh", "ld.so", "ln",
        "logrotate", "lua", "make", "mawk", "mount", "mv", "nawk", "nc", "ncat", "node", "nice", "nohup",
        "npm", "nsenter", "openssl", "perl", "php", "pip", "pip3", "podman", "python", "rpm", "rsync", "ruby",
        "run-parts", "runuser", "scp", "script", "sed", "setfacl", "sg", "sh", "socat", "ssh",
        "start-stop-daemon", "strace", "su", "sudo", "systemctl", "systemd-run", "tar", "taskset", "tclsh",
        "tee", "time", "timeout", "unshare", "useradd", "usermod", "wget", "xargs", "yum", "zip", "zsh",
        "zypper",
    )
)  # fmt: skip
"""Programs that run or overwrite anything when their arguments are free."""
_ROOT_SHELL = re.compile(r"(?:-|-l|--login|root|- root|-l root|--login root)?")


def _text(et: str, en: str) -> Text:
    return Text(et=et, en=en)


_SAYS = {
    "negated": _text(
        "välistus (!) ei piira õigusi: keelatud käsu saab kopeerida teise nimega",
        "an exclusion (!) limits nothing: the command can be copied to another name",
    ),
    "pattern": _text(
        "käsu asukoht ei tohi olla muster ega kataloog", "the command's path must not be a pattern or a directory"
    ),
    "interactive": _text(
        "programmist saab käivitada kesta; kasutage sudoedit või silti NOEXEC",
        "a shell can be started from the program; use sudoedit or the tag NOEXEC",
    ),
    "open": _text(
        "programmi argumendid peavad olema täpselt määratud, muidu saab sellega käivitada või üle kirjutada mida tahes",
        "the arguments must be given exactly, or the program can run or overwrite anything",
    ),
    "writable": _text(
        "käsu faili ja selle ülemkatalooge tohib muuta ainult juurkasutaja",
        "the command's file and the directories above it may be writable by root only",
    ),
    "fine": _text("ei tohi anda rohkem kui nimetatud käsu", "must give no more than the command named"),
}


@rule("sudo.no_shell_escape", reads=(_ENTRIES, _FILES))
def no_shell_escape(scene: Scene, _: NoArguments) -> Outcome:
    """Every rule short of ALL gives no more than it names. NOEXEC counts where the program only escapes by exec."""
    entries = look(parse(_ENTRIES), scene.facts).value
    files = look(parse(_FILES), scene.facts).value
    if not isinstance(entries, Items):
        return unknown(entries if isinstance(entries, Unknown) else NOT_COLLECTED)
    known: Mapping[str, CommandFile] = {each.path: each for each in files} if isinstance(files, Items) else {}
    outcomes = [_judged(entry, known) for entry in entries if _is_meant(entry)]
    if entries.missing:
        outcomes.append(unknown(entries.missing))
    if any(entry.command.startswith("/") and _is_meant(entry) for entry in entries):
        unseen = files if isinstance(files, Unknown) else files.missing if isinstance(files, Items) else NOT_COLLECTED
        outcomes += [unknown(unseen)] if unseen else []
    return all_of(outcomes) if outcomes else Outcome(Verdict.PASS)


def _is_meant(entry: Entry) -> bool:
    """Rules that let somebody but root run single commands as root, and what they exclude."""
    as_root = bool({"root", "ALL", "#0"} & set(entry.users)) or not (entry.users or entry.groups)
    return as_root and entry.who != "root" and (entry.negated or entry.command not in ("ALL", "list"))


def _judged(entry: Entry, files: Mapping[str, CommandFile]) -> Outcome:
    why, actual = _why(entry, files)
    verdict = Verdict.PASS if why == "fine" else Verdict.FAIL
    return Outcome(
        verdict, (Trace(entry.rule, _ENTRIES, verdict, actual, entry.source, "sudo rule", expected=_SAYS[why]),)
    )


def _why(entry: Entry, files: Mapping[str, CommandFile]) -> tuple[str, str]:
    shown = entry.command if entry.arguments is None else f"{entry.command} {entry.arguments}".rstrip()
    if entry.negated:
        return "negated", f"!{shown}"
    if not entry.command.startswith("/"):
        return "fine", shown  # sudoedit
    if re.search(r"[*?\[]", entry.command) or entry.command.endswith("/"):
        return "pattern", shown
    name = re.sub(r"[0-9.]+$", "", entry.command.rsplit("/", 1)[-1]) or entry.command
    if name in _INTERACTIVE and not entry.noexec:
        return "interactive", shown
    if name in _OPEN and not _fixed(name, entry.arguments):
        return "open", shown
    for path in _upwards(entry.command):
        if path in files and files[path].writable_by == "others":
            return "writable", path
    return "fine", shown


def _fixed(name: str, arguments: str | None) -> bool:
    """Whether the arguments say exactly what is run: given, without patterns, and not those that open a root shell."""
    if arguments is None or re.search(r"[*?\[]|^\^", arguments):
        return False
    if name in ("su", "runuser", "sg"):
        return not _ROOT_SHELL.fullmatch(arguments)
    return arguments != "" or name not in ("ash", "bash", "csh", "dash", "ksh", "sh", "zsh", "busybox", "python")


def _upwards(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(len(parts), 1, -1)]

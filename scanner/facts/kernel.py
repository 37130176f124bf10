"""The running kernel's own protections, and the boot arguments that switch them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.facts.raw import Raw
from scanner.model.facts import Facts, Item, Items, Source
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ALWAYS_NX = frozenset({"aarch64", "ppc64le", "ppc64", "s390x", "riscv64", "loongarch64"})
_NOEXEC_UNTIL = (5, 18)
"""From this version on Linux takes no notice of `noexec=` on x86."""
_LONGEST = 400
_STATES = {
    "Not affected": "not_affected",
    "Mitigation": "mitigated",
    "Vulnerable": "vulnerable",
    "Processor vulnerable": "mitigated",  # the kernel runs no virtual machines, and they alone could use the flaw
}


class Argument(Item):
    """A boot argument, such as `mitigations=off`; hyphens in its name are written as underscores."""

    name: str


class Vulnerability(Item):
    """A flaw of the processor as the kernel knows it. `state` is not_affected, mitigated or vulnerable.

    It is Unknown where the kernel itself cannot tell, as in many virtual machines.
    """

    name: str
    state: str | Unknown = NOT_COLLECTED
    text: str | Unknown = NOT_COLLECTED


class TaintingModule(Item):
    """A loaded module that taints the kernel: `unsigned` has no valid signature, `foreign` is from elsewhere."""

    name: str
    unsigned: bool | Unknown = NOT_COLLECTED
    foreign: bool | Unknown = NOT_COLLECTED


class Kernel(Facts):
    """The kernel's protections.

    `arguments` are those of the running boot that switch a protection; their source is a boot entry that has the same
    argument. `configured` are such arguments in all boot entries and in the files they are made of. Other arguments
    stay on the host. `nx` tells whether memory pages can be made non-executable. `lsm` are the active security modules.
    `lockdown` is none, integrity or confidentiality, None in a kernel without it. `loadable` tells whether the kernel
    can load modules at all, `sig_enforce` whether only signed ones, None in a kernel that knows no signatures. `taint`
    is the kernel's bit mask.
    """

    arguments: Items[Argument] | Unknown = NOT_COLLECTED
    configured: Items[Argument] | Unknown = NOT_COLLECTED
    nx: bool | Unknown = NOT_COLLECTED
    vulnerabilities: Items[Vulnerability] | Unknown = NOT_COLLECTED
    lsm: tuple[str, ...] | Unknown | None = NOT_COLLECTED
    lockdown: str | Unknown | None = NOT_COLLECTED
    loadable: bool | Unknown = NOT_COLLECTED
    sig_enforce: bool | Unknown | None = NOT_COLLECTED
    taint: int | Unknown = NOT_COLLECTED
    tainting: Items[TaintingModule] | Unknown = NOT_COLLECTED


FACTS = Kernel


def parse(raw: Raw) -> Kernel:
    """The facts of the `kernel` collector."""
    configured = _configured(raw)
    arguments = _running(raw, configured)
    states = _states(raw)
    lockdown = states["lockdown"]
    if isinstance(lockdown, str):
        chosen = re.search(r"\[(none|integrity|confidentiality)\]", lockdown)
        lockdown = chosen[1] if chosen else _odd(lockdown)
    enforced = states["sig_enforce"]
    loadable = states["loadable"]
    taint = states["taint"]
    lsm = states["lsm"]
    return Kernel(
        arguments=arguments,
        configured=configured,
        nx=_nx(raw, arguments),
        vulnerabilities=_vulnerabilities(raw),
        lsm=tuple(lsm.split(",")) if isinstance(lsm, str) else lsm,
        lockdown=lockdown,
        loadable=loadable if isinstance(loadable, Unknown) else loadable is not None,
        sig_enforce={"Y": True, "N": False}.get(enforced, _odd(enforced)) if isinstance(enforced, str) else enforced,
        taint=taint if isinstance(taint, Unknown) else _integer(taint or ""),
        tainting=_tainting(raw),
    )


def _odd(text: str) -> Unknown:
    return Unknown(cause=Cause.UNPARSED, detail=text[:80])


def _integer(text: str) -> int | Unknown:
    return int(text) if re.fullmatch(r"\d{1,18}", text) else _odd(text)


def _found(lines: list[str]) -> Iterator[Argument]:
    for line in lines:
        file, _, rest = line.partition("\t")
        number, _, name = rest.partition("\t")
        if name and re.fullmatch(r"\d{1,9}", number):
            source = None if file == "/proc/cmdline" else Source(file=file, line=int(number), text=f"… {name} …")
            yield Argument(name=name, source=source)


def _configured(raw: Raw) -> Items[Argument] | Unknown:
    lines, missing = raw.seen("configured")
    unread, unsure = raw.seen("unread")
    if missing and not lines:
        return missing
    if unread:
        missing = missing or Unknown(cause=Cause.PERMISSION, detail=unread[0])
    return Items(items=tuple(dict.fromkeys(_found(lines))), missing=missing or unsure)


def _running(raw: Raw, configured: Items[Argument] | Unknown) -> Items[Argument] | Unknown:
    lines = raw.lines("arguments")
    stream = raw.stream("arguments")
    if isinstance(lines, Unknown):
        return lines
    if stream is not None and stream.exit != 0:
        return _odd(stream.error.strip() or "/proc/cmdline could not be read")
    known = {} if isinstance(configured, Unknown) else {each.name: each.source for each in reversed(configured.items)}
    names = dict.fromkeys(each.name for each in _found(lines))
    return Items(items=tuple(Argument(name=name, source=known.get(name)) for name in names))


def _nx(raw: Raw, arguments: Items[Argument] | Unknown) -> bool | Unknown:
    """x86 says it in the processor's flags; 64-bit architectures of other makes always have it."""
    release = raw.text("release")
    if isinstance(release, Unknown):
        return release
    version = re.match(r"(\d{1,4})\.(\d{1,4})", release)
    machine = release.split()[-1] if release.split() else ""
    if machine in _ALWAYS_NX:
        return True
    flags = raw.text("processor")
    if isinstance(flags, Unknown):
        return flags
    words = flags.partition(":")[2].split()
    if machine not in ("x86_64", "i386", "i486", "i586", "i686") or not words or version is None:
        return _odd(f"processor flags of {release.strip()}")
    if "nx" not in words:
        return False
    if machine != "x86_64":
        return _odd("a 32-bit kernel uses it only with PAE")
    if (int(version[1]), int(version[2])) >= _NOEXEC_UNTIL:
        return True
    if isinstance(arguments, Unknown):
        return arguments
    return all(argument.name != "noexec=off" for argument in arguments)


def _vulnerabilities(raw: Raw) -> Items[Vulnerability] | Unknown:
    lines, missing = raw.seen("vulnerabilities")
    if not lines:
        return missing or _odd("this kernel does not tell of its processor's flaws")
    parted = ((path.rpartition("/")[2], text.strip()) for path, _, text in (line.partition(":") for line in lines))
    items = (Vulnerability(name=name[:80], state=_state(text), text=text[:_LONGEST]) for name, text in parted if text)
    return Items(items=tuple(items), missing=missing)


def _state(text: str) -> str | Unknown:
    for begin, state in _STATES.items():
        if text.removeprefix("KVM: ").startswith(begin):
            return state
    return _odd(text)


def _states(raw: Raw) -> dict[str, str | Unknown | None]:
    lines, missing = raw.seen("states")
    unseen = missing or Unknown(cause=Cause.UNPARSED, detail="the kernel's file system for it is not mounted")
    found: dict[str, str | Unknown | None] = dict.fromkeys(
        ("lsm", "lockdown", "loadable", "sig_enforce", "taint"), unseen
    )
    for name, _, rest in (line.partition("\t") for line in lines):
        word, _, text = rest.partition("\t")
        if name in found:
            found[name] = {"there": text, "absent": None}.get(word, Unknown(cause=Cause.PERMISSION, detail=name))
    return found


def _tainting(raw: Raw) -> Items[TaintingModule] | Unknown:
    lines, missing = raw.seen("tainting")
    if missing and not lines:
        return missing
    parted = (line.partition("\t") for line in lines)
    items = (
        TaintingModule(name=name, unsigned="E" in marks, foreign="O" in marks) for name, _, marks in parted if marks
    )
    return Items(items=tuple(items), missing=missing)

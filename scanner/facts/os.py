"""What the system is: distribution and release, kernel, container, start time, locale."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from scanner.facts.raw import Raw
from scanner.model.facts import Facts
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

_ASSIGNMENT = re.compile(r"([A-Z][A-Z0-9_]*)=(.*)")
_LOCALE = re.compile(r"[^:]*:(?:export )?(?:RC_)?LANG=(.*)")
_FAMILY = {
    "debian": "debian", "ubuntu": "debian", "alpine": "alpine", "sles": "suse", "suse": "suse", "opensuse": "suse",
    "rhel": "rhel", "centos": "rhel", "fedora": "rhel", "rocky": "rhel", "almalinux": "rhel", "ol": "rhel",
}  # fmt: skip


class Os(Facts):
    """The operating system.

    `id`, `id_like` and `version_id` are those of os-release (`debian`, `("debian",)`, `12`); `family` is debian, rhel,
    suse, alpine or None. `container` names what holds the system (`docker`, `systemd-nspawn`), None on a machine;
    `virtual` names the hypervisor, None on hardware. `booted` is in UTC; inside a container it is the machine's.
    `hostname` is the kernel's name of the node, `fqdn` what the resolver makes of it.
    """

    id: str | Unknown | None = NOT_COLLECTED
    id_like: tuple[str, ...] | Unknown = NOT_COLLECTED
    version_id: str | Unknown | None = NOT_COLLECTED
    codename: str | Unknown | None = NOT_COLLECTED
    pretty_name: str | Unknown | None = NOT_COLLECTED
    family: str | Unknown | None = NOT_COLLECTED
    system: str | Unknown = NOT_COLLECTED
    kernel: str | Unknown = NOT_COLLECTED
    architecture: str | Unknown = NOT_COLLECTED
    hostname: str | Unknown = NOT_COLLECTED
    fqdn: str | Unknown = NOT_COLLECTED
    container: str | Unknown | None = NOT_COLLECTED
    virtual: str | Unknown | None = NOT_COLLECTED
    booted: datetime | Unknown = NOT_COLLECTED
    locale: str | Unknown | None = NOT_COLLECTED


FACTS = Os


def parse(raw: Raw) -> Os:
    """The facts of the `os` collector."""
    return Os.model_validate({**_release(raw), **_kernel(raw), **_place(raw), **_rest(raw)})


def _release(raw: Raw) -> dict[str, object]:
    lines = raw.lines("release")
    if isinstance(lines, Unknown):
        return dict.fromkeys(("id", "id_like", "version_id", "codename", "pretty_name", "family"), lines)
    values = {match[1]: _unquoted(match[2]) for line in lines if (match := _ASSIGNMENT.fullmatch(line.strip()))}
    like = tuple(values.get("ID_LIKE", "").split())
    name = values.get("ID", "linux")  # the default os-release(5) gives
    return {
        "id": name,
        "id_like": like,
        "version_id": values.get("VERSION_ID") or None,
        "codename": values.get("VERSION_CODENAME") or None,
        "pretty_name": values.get("PRETTY_NAME") or None,
        "family": next((_FAMILY[word] for word in (name.split("-")[0], *like) if word in _FAMILY), None),
    }


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    return re.sub(r"\\(.)", r"\1", text)


def _kernel(raw: Raw) -> dict[str, object]:
    text = raw.text("kernel")
    if isinstance(text, Unknown):
        return dict.fromkeys(("system", "kernel", "architecture"), text)
    words = text.split()
    if len(words) != 3:
        return dict.fromkeys(("system", "kernel", "architecture"), Unknown(cause=Cause.UNPARSED, detail=text[:80]))
    return dict(zip(("system", "kernel", "architecture"), words, strict=True))


def _place(raw: Raw) -> dict[str, object]:
    """systemd-detect-virt knows; where it is missing, signs speak, and deny only when init's environment was read."""
    container = _detected(raw, "container")
    signs = raw.lines("signs")
    if not isinstance(container, str) and not isinstance(signs, Unknown):
        words = [line.partition("\t") for line in signs]
        kinds = [kind for sign, _, kind in words if sign != "read" and kind]
        if kinds:
            container = kinds[0]
        elif any(sign == "read" for sign, _, _ in words):
            container = None
    return {"container": container, "virtual": _detected(raw, "virtual")}


def _detected(raw: Raw, name: str) -> str | Unknown | None:
    if raw.stream(name) is None and raw.cause is None and raw.exit == 0:
        return Unknown(cause=Cause.MISSING_TOOL, detail="systemd-detect-virt")
    text = raw.text(name)
    if isinstance(text, Unknown):
        return text
    word = text.strip()
    return None if word == "none" else word or Unknown(cause=Cause.UNPARSED, detail="systemd-detect-virt said nothing")


def _rest(raw: Raw) -> dict[str, object]:
    boot = raw.text("boot")
    locale = raw.lines("locale")
    return {
        "booted": boot if isinstance(boot, Unknown) else _time(boot),
        "hostname": _word(raw, "hostname"),
        "fqdn": _word(raw, "fqdn"),
        "locale": locale
        if isinstance(locale, Unknown)
        else next((_unquoted(match[1]) for line in locale if (match := _LOCALE.fullmatch(line))), None),
    }


def _word(raw: Raw, name: str) -> str | Unknown:
    text = raw.text(name)
    return (
        text if isinstance(text, Unknown) else text.strip() or Unknown(cause=Cause.UNPARSED, detail="nothing was said")
    )


def _time(text: str) -> datetime | Unknown:
    match = re.fullmatch(r"btime (\d{1,11})", text.strip())
    return datetime.fromtimestamp(int(match[1]), UTC) if match else Unknown(cause=Cause.UNPARSED, detail=text[:80])

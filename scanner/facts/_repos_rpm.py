"""Repositories of dnf, yum and zypper: `.repo` files, and what they inherit from the main settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scanner.facts._lines import Line
from scanner.facts._repository import Repository, origins, sections, truth
from scanner.model.facts import Setting
from scanner.model.unknown import Cause, Unknown

Keys = Mapping[str, tuple[str, Line]]
Flag = Setting[bool] | Unknown


def main_section(lines: Iterable[Line]) -> Keys:
    """The keys of `[main]`."""
    return next((keys for head, keys in sections(lines) if head.text.strip() == "[main]"), {})


def dnf(main: Keys, lines: Iterable[Line], default: Flag) -> Iterator[Repository]:
    """dnf's repositories. `default` is gpgcheck where nobody sets it: False in dnf 4 and yum (dnf.conf(5))."""
    overall = _flag(main, ("gpgcheck", "pkg_gpgcheck"), default)
    for head, keys in _repositories(lines):
        lists = _flag(keys, ("repo_gpgcheck",), _flag(main, ("repo_gpgcheck",), Setting(value=False)))
        tls = _flag(keys, ("sslverify",), _flag(main, ("sslverify",), Setting(value=True)))
        yield _repository("dnf", head, keys, _flag(keys, ("gpgcheck", "pkg_gpgcheck"), overall), lists, tls)


def zypper(main: Keys, lines: Iterable[Line]) -> Iterator[Repository]:
    """zypper's repositories. Of signed lists and signed packages either is enough; `gpgcheck` is both (zypp.conf)."""
    for head, keys in _repositories(lines):
        both = _flag(keys, ("gpgcheck",), _flag(main, ("gpgcheck",), Setting(value=True)))
        packages = _flag(keys, ("pkg_gpgcheck",), _flag(main, ("pkg_gpgcheck",), both))
        lists = _flag(keys, ("repo_gpgcheck",), _flag(main, ("repo_gpgcheck",), both))
        verified = not any(f"ssl_verify={word}" in keys.get("baseurl", ("",))[0] for word in ("no", "host", "peer"))
        yield _repository("zypper", head, keys, packages, lists, Setting(value=verified))


def _repositories(lines: Iterable[Line]) -> Iterator[tuple[Line, Keys]]:
    return ((head, keys) for head, keys in sections(lines) if head.text.strip() != "[main]")


def _repository(manager: str, head: Line, keys: Keys, packages: Flag, lists: Flag, tls: Flag) -> Repository:
    addresses = [
        word
        for name in ("baseurl", "mirrorlist", "metalink")
        if name in keys
        for word in keys[name][0].replace(",", " ").split()
    ]
    return Repository.model_validate(
        {
            "name": head.text.strip().strip("[]")[:200],
            "manager": manager,
            "enabled": _enabled(keys),
            "origins": origins(addresses),
            "gpgcheck": packages,
            "repo_gpgcheck": lists,
            "sslverify": tls,
            "source": head.source,
            **dict.fromkeys(("trusted", "allow_insecure", "allow_weak", "allow_downgrade", "signed_by")),
        }
    )


def _enabled(keys: Keys) -> bool | Unknown:
    flag = _flag(keys, ("enabled",), Setting(value=True))
    return flag if isinstance(flag, Unknown) else flag.value


def _flag(keys: Keys, names: Iterable[str], inherited: Flag) -> Flag:
    for name in names:
        if name in keys:
            text, line = keys[name]
            value = truth(text)
            if value is None:
                return Unknown(cause=Cause.UNPARSED, detail=f"{line.source}: {text[:40]}")
            return Setting(value=value, source=line.source)
    return inherited

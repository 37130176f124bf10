"""What PAM's stacks really do: is a weak password refused, do failures lock, is a second factor asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from scanner.facts.pam import Pam, Service, Step
from scanner.language.leaf import Scene
from scanner.language.outcome import NEUTRAL, Outcome, Trace, all_of, any_of, unknown
from scanner.language.paths import look, parse
from scanner.language.rule import NoArguments, rule
from scanner.language.syntax import ParamRef
from scanner.model.base import Frozen, Text
from scanner.model.facts import Items, Setting, Source, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown
from scanner.model.verdict import Verdict
from scanner.rules._pam_run import DENIED, IGNORE, SUCCESS, Ran, run

INTERACTIVE = (
    "login", "sshd", "su", "sudo", "gdm-password", "lightdm", "sddm", "kde", "xrdp-sesman", "cockpit",
)  # fmt: skip
"""Services through which people log in or become another user with a password."""
CHANGING = ("passwd", "login", "sshd", "gdm-password", "lightdm", "sddm", "kde", "cockpit")
"""Services that let people change their password, at will or when it has expired."""
QUALITY = frozenset({"pam_pwquality", "pam_passwdqc", "pam_cracklib"})
SECOND_FACTORS = frozenset(
    {
        "pam_u2f", "pam_pkcs11", "pam_p11", "pam_oath", "pam_google_authenticator", "pam_radius_auth", "pam_duo",
        "pam_yubico", "pam_otpw", "pam_rsa_securid", "pam_privacyidea", "pam_himmelblau",
    }
)  # fmt: skip
_OPTIONAL_FACTOR = frozenset({"nullok", "nouserok", "no_user_ok"})
_DIRECTORY = frozenset({"pam_sss", "pam_ldap", "pam_winbind", "pam_krb5", "pam_systemd_home", "pam_fprintd"})
_PASSWORD = frozenset({"pam_unix", "pam_unix2", "pam_pwdfile"})
Stack = Literal["auth", "account", "password"]


class AtLeast(Frozen):
    """The smallest length asked for."""

    minimum: ParamRef


class AtMost(Frozen):
    """The largest number of failures allowed."""

    most: ParamRef


@rule("pam.quality_enforced", reads=("pam.services", "pam.pwquality"))
def quality_enforced(scene: Scene, _: NoArguments) -> Outcome:
    """A password that the quality module refuses is not taken, by any service that changes passwords."""

    def judge(service: Service, steps: tuple[Step, ...]) -> Outcome:
        step = next((each for each in steps if each.module in QUALITY), None)
        outcome = _enforcing(scene, step) if step else False
        if isinstance(outcome, Unknown):
            return unknown(outcome)
        held = bool(step and outcome and not _changes(steps))
        said = Text(
            et="kvaliteedimoodul peab nõrga parooli tagasi lükkama", en="a quality module must refuse a weak password"
        )
        return _verdict(service, "password", held, _shown(step), said, (step or steps[0]).source)

    return _each(scene, CHANGING, "password", judge)


@rule("pam.minimum_length", reads=("pam.services", "pam.pwquality", "pam.passwdqc"), arguments=AtLeast)
def minimum_length(scene: Scene, arguments: AtLeast) -> Outcome:
    """The shortest password a service takes, by the strictest module that is enforced."""
    minimum = scene.params[arguments.minimum.param]
    if isinstance(minimum, Unknown):
        return unknown(minimum)
    said = Text(et=f"peab olema vähemalt {minimum}", en=f"must be at least {minimum}")

    def judge(service: Service, steps: tuple[Step, ...]) -> Outcome:
        best: tuple[int, Source | None] = (0, None)
        for step in steps:
            length = _length(scene, step)
            enforced = step.module in _PASSWORD or _enforcing(scene, step)
            for seen in (length, enforced):
                if isinstance(seen, Unknown):
                    return unknown(seen)
            if step.module in QUALITY and _changes(steps):
                continue
            if enforced and not isinstance(length, Unknown) and length[0] > best[0]:
                best = length
        return _verdict(service, "password", best[0] >= minimum, str(best[0]), said, best[1])

    return _each(scene, CHANGING, "password", judge)


@rule("pam.lockout", reads=("pam.services", "pam.faillock"), arguments=AtMost)
def lockout(scene: Scene, arguments: AtMost) -> Outcome:
    """A locked account stays out though its password is right, and a wrong password is counted."""
    most = scene.params[arguments.most.param]
    if isinstance(most, Unknown):
        return unknown(most)

    def judge(service: Service, steps: tuple[Step, ...]) -> Outcome:
        step = next((each for each in steps if each.module in ("pam_faillock", "pam_tally2")), None)
        locked = run(steps, lambda each: DENIED if _refuses_locked(each) else _local(each))
        wrong = run(steps, lambda each: DENIED if each.module in _PASSWORD or _counts(each) else _local(each))
        wired = step is not None and not locked.granted and any(_counts(each) for each in wrong.asked)
        said = Text(
            et="lukustatud kontot ei tohi sisse lasta ja vale parool peab suurendama loendurit",
            en="a locked account must be kept out, and a wrong password be counted",
        )
        if not wired or step is None:
            return _verdict(service, "auth", False, _shown(step), said, (step or steps[0]).source)
        deny = _deny(scene, step)
        if isinstance(deny, Unknown):
            return unknown(deny)
        said = Text(et=f"deny peab olema vahemikus 1 kuni {most}", en=f"deny must be from 1 to {most}")
        return _verdict(service, "auth", 1 <= deny[0] <= most, str(deny[0]), said, deny[1])

    return _each(scene, INTERACTIVE, "auth", judge)


@rule("pam.second_factor", reads=("pam.services", "sshd.installed", "sshd.authentication_methods", "sshd.matches"))
def second_factor(scene: Scene, _: NoArguments) -> Outcome:
    """Where administrators come in or become root, two factors are asked for: at sshd, or at sudo."""
    said = Text(
        et="peab nõudma kahte tegurit (näiteks võti ja parool või parool ja turvavõti)",
        en="must ask for two factors (such as a key and a password, or a password and a security key)",
    )
    paths = [_sshd(scene, said)]

    def judge(service: Service, steps: tuple[Step, ...]) -> Outcome:
        factor = next((each for each in steps if _is_factor(each)), None)
        without = run(steps, lambda each: DENIED if _is_factor(each) else _local(each))
        alone = run(steps, lambda each: DENIED if each.module in _PASSWORD else _local(each))
        held = factor is not None and not without.granted and not alone.granted
        return _verdict(service, "auth", held, _shown(factor), said, factor.source if factor else None)

    paths.append(_each(scene, ("sudo",), "auth", judge, absent=NEUTRAL))
    return any_of(paths)


def _sshd(scene: Scene, said: Text) -> Outcome:
    """AuthenticationMethods for everybody, and for those a Match block is for."""
    installed = look(parse("sshd.installed"), scene.facts).value
    if isinstance(installed, Unknown):
        return unknown(installed)
    if not installed:
        return NEUTRAL
    methods, source = look(parse("sshd.authentication_methods"), scene.facts)
    if isinstance(methods, Unknown):
        return unknown(methods)
    blocks = look(parse("sshd.matches"), scene.facts).value
    if not isinstance(blocks, Items):
        return unknown(blocks if isinstance(blocks, Unknown) else NOT_COLLECTED)
    outcomes = [_methods("sshd", methods, source, said)]
    for block in blocks:
        own, at = look(parse(".authentication_methods"), {}, block)
        if own is not None:
            outcomes.append(
                unknown(own) if isinstance(own, Unknown) else _methods(f"sshd: {block.criteria}", own, at, said)
            )
    return all_of(outcomes + ([unknown(blocks.missing)] if blocks.missing else []))


def _methods(key: str, methods: Iterable[object], source: Source | None, said: Text) -> Outcome:
    """Every list must join two methods of different kinds; two keys would be the same factor twice."""
    lists = [str(each).split(",") for each in methods]
    held = bool(lists) and all(len({each.split(":")[0].split("-")[0] for each in one}) > 1 for one in lists)
    verdict = Verdict.PASS if held else Verdict.FAIL
    shown = " ".join(",".join(one) for one in lists) or None
    return Outcome(verdict, (Trace(key, "sshd.authentication_methods", verdict, shown, source, expected=said),))


def _each(
    scene: Scene,
    names: Iterable[str],
    stack: Stack,
    judge: Callable[[Service, tuple[Step, ...]], Outcome],
    absent: Outcome | None = None,
) -> Outcome:
    """Judge each of the services that are there and ask for a local password."""
    services = look(parse("pam.services"), scene.facts).value
    if not isinstance(services, Items):
        return unknown(services if isinstance(services, Unknown) else NOT_COLLECTED)
    outcomes = []
    for service in services:
        if service.name not in names:
            continue
        steps = getattr(service, stack)
        if isinstance(steps, Unknown):
            outcomes.append(unknown(steps, Trace(f"{service.name}: {stack}", "pam.services", Verdict.ERROR, steps)))
        elif any(step.module in _PASSWORD for step in steps):
            outcomes.append(judge(service, steps))
    if services.missing:
        outcomes.append(unknown(services.missing))
    return all_of(outcomes) if outcomes else absent or NEUTRAL


def _verdict(
    service: Service, stack: Stack, held: bool, actual: str | None, said: Text, source: Source | None
) -> Outcome:
    verdict = Verdict.PASS if held else Verdict.FAIL
    trace = Trace(f"{service.name}: {stack}", "pam.services", verdict, actual, source, expected=said)
    return Outcome(verdict, (trace,))


def _shown(step: Step | None) -> str | None:
    return " ".join((step.control, step.module, *step.arguments)) if step else None


def _local(step: Step) -> str:
    """What a module answers to a local account, other than root, that gives the right password."""
    if step.module == "pam_deny":
        return DENIED
    if step.module == "pam_rootok" or step.module in _DIRECTORY:
        return DENIED if step.module == "pam_rootok" else "user_unknown"
    if step.module == "pam_faillock" and "authfail" in step.arguments:
        return DENIED
    return IGNORE if step.module == "pam_cap" else SUCCESS


def _changes(steps: tuple[Step, ...]) -> bool:
    """Whether a password that the quality module refuses gets through all the same."""
    ran: Ran = run(steps, lambda step: "authtok_err" if step.module in QUALITY else _local(step))
    return ran.granted


def _counts(step: Step) -> bool:
    """Whether asking this module counts a failure."""
    return step.module == "pam_tally2" or (step.module == "pam_faillock" and "authfail" in step.arguments)


def _refuses_locked(step: Step) -> bool:
    return step.module in ("pam_faillock", "pam_tally2")


def _is_factor(step: Step) -> bool:
    return step.module in SECOND_FACTORS and not _OPTIONAL_FACTOR & set(step.arguments)


def _argument(step: Step, name: str) -> str | None:
    values = [each.partition("=")[2] for each in step.arguments if each.partition("=")[0] == name]
    return values[-1] if values else None


def _setting(scene: Scene, step: Step, table: str, name: str) -> tuple[str | None, Source | None] | Unknown:
    """An argument of the module, else the line of its settings file, else None for the module's own default."""
    given = _argument(step, name)
    if given is not None:
        return given, step.source
    found = look(parse(f"pam.{table}"), scene.facts).value
    if not isinstance(found, Table):
        return found if isinstance(found, Unknown) else NOT_COLLECTED
    row = found.get(name)
    if isinstance(row, Unknown):
        return row
    return (str(row.value), row.source) if isinstance(row, Setting) else (None, step.source)


def _number(scene: Scene, step: Step, table: str, name: str, default: int) -> tuple[int, Source | None] | Unknown:
    found = _setting(scene, step, table, name)
    if isinstance(found, Unknown):
        return found
    text, source = found
    if text is None:
        return default, source
    if not re.fullmatch(r"-?\d{1,6}", text):
        return Unknown(cause=Cause.UNPARSED, detail=f"{name} = {text[:40]!r}")
    return int(text), source


def _enforcing(scene: Scene, step: Step) -> bool | Unknown:
    if step.module == "pam_pwquality":
        found = _number(scene, step, "pwquality", "enforcing", 1)
        return found if isinstance(found, Unknown) else found[0] != 0
    if step.module == "pam_passwdqc":
        return _argument(step, "enforce") != "none"
    return True


def _length(scene: Scene, step: Step) -> tuple[int, Source | None] | Unknown:
    """The shortest password a module takes. A credit above zero makes it shorter by as much."""
    if step.module in _PASSWORD:
        return _number(Scene(_NO_FILES, scene.now, {}), step, "pwquality", "minlen", 6)
    if step.module == "pam_passwdqc":
        return _passwdqc(scene, step)
    if step.module not in QUALITY:
        return 0, None
    own = step.module == "pam_pwquality"
    at = scene if own else Scene(_NO_FILES, scene.now, {})
    length = _number(at, step, "pwquality", "minlen", 8 if own else 9)
    if isinstance(length, Unknown):
        return length
    shortest, source = max(length[0], 6), length[1]
    for name in ("dcredit", "ucredit", "lcredit", "ocredit"):
        credit = _number(at, step, "pwquality", name, 0 if own else 1)
        if isinstance(credit, Unknown):
            return credit
        shortest -= max(0, credit[0])
    return shortest, source


def _passwdqc(scene: Scene, step: Step) -> tuple[int, Source | None] | Unknown:
    """min=N0,N1,N2,N3,N4: a length for each kind of password, `disabled` for a kind that is not taken."""
    config = _argument(step, "config")
    at = scene if config == "/etc/passwdqc.conf" else Scene(_NO_FILES, scene.now, {})
    if config not in (None, "/etc/passwdqc.conf"):
        return Unknown(cause=Cause.NOT_COLLECTED, detail=str(config))
    found = _setting(at, step, "passwdqc", "min")
    if isinstance(found, Unknown):
        return found
    lengths = [int(each) for each in (found[0] or "disabled,24,11,8,7").split(",") if each.isdecimal()]
    return (min(lengths) if lengths else 0), found[1]


def _deny(scene: Scene, step: Step) -> tuple[int, Source | None] | Unknown:
    if step.module == "pam_tally2":
        return _number(Scene(_NO_FILES, scene.now, {}), step, "faillock", "deny", 0)
    if _argument(step, "conf") not in (None, "/etc/security/faillock.conf"):
        return Unknown(cause=Cause.NOT_COLLECTED, detail=str(_argument(step, "conf")))
    return _number(scene, step, "faillock", "deny", 3)


_EMPTY: Table[Any] = Table(complete=True)
_NO_FILES: Mapping[str, Any] = {"pam": Pam(pwquality=_EMPTY, faillock=_EMPTY, passwdqc=_EMPTY)}
"""For modules that read no settings file: only their arguments count."""

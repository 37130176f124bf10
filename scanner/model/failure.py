"""Why a host gave no answer, or not a whole one: a closed list with plain words."""

from __future__ import annotations

from enum import StrEnum

from scanner.model.base import Text


class Failure(StrEnum):
    """The values are part of the published JSON."""

    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    HOST_KEY_CHANGED = "host_key_changed"
    HOST_KEY_UNKNOWN = "host_key_unknown"
    HOST_KEY_UNCHECKED = "host_key_unchecked"
    CERTIFICATE = "certificate"
    AUTH_DENIED = "auth_denied"
    SUDO_PASSWORD_WRONG = "sudo_password_wrong"
    SUDO_PASSWORD_MISSING = "sudo_password_missing"
    SUDO_DENIED = "sudo_denied"
    NO_SHELL = "no_shell"
    HUNG = "hung"
    FLOODED = "flooded"
    CUT = "cut"
    DAMAGED = "damaged"
    STOPPED = "stopped"
    NOT_SAVED = "not_saved"
    PLATFORM = "platform"
    UNKNOWN = "unknown"

    @property
    def unreachable(self) -> bool:
        """True when no session on the host was opened; otherwise the host was reached and something failed there."""
        return self in _UNREACHABLE

    @property
    def words(self) -> Text:
        """One sentence for a person, with what to do where that is one thing."""
        return _WORDS[self]


_UNREACHABLE = frozenset(
    {
        Failure.DNS,
        Failure.REFUSED,
        Failure.TIMEOUT,
        Failure.HOST_KEY_CHANGED,
        Failure.HOST_KEY_UNKNOWN,
        Failure.HOST_KEY_UNCHECKED,
        Failure.CERTIFICATE,
        Failure.AUTH_DENIED,
    }
)

_WORDS = {
    Failure.DNS: Text(
        et="Hosti nimele ei leitud aadressi (nimelahendus ebaõnnestus).", en="The host's name could not be resolved."
    ),
    Failure.REFUSED: Text(
        et="Host lükkas ühenduse tagasi: teenus ei kuula, tulemüür keelab või ühendusi on liiga palju.",
        en="The host refused the connection: nothing listens on the port, a firewall forbids it, or it has too many.",
    ),
    Failure.TIMEOUT: Text(
        et="Host ei vastanud ühenduse loomisel ettenähtud aja jooksul.",
        en="The host did not answer in time when connecting.",
    ),
    Failure.HOST_KEY_CHANGED: Text(
        et="Hosti võti ei ole see, mida varem usaldati. Selgitage põhjus välja, enne kui uut võtit usaldate.",
        en="The host's key is not the one trusted before. Find out why before you trust the new one.",
    ),
    Failure.HOST_KEY_UNKNOWN: Text(
        et="Hosti võtit ei ole veel usaldatud. Kontrollige sõrmejälge ja lisage võti known_hosts-faili.",
        en="The host's key is not trusted yet. Check its fingerprint and add the key to known_hosts.",
    ),
    Failure.HOST_KEY_UNCHECKED: Text(
        et="Inventuur lülitab hosti võtme kontrolli välja; sellist hosti ei skannita.",
        en="The inventory switches host-key checking off; such a host is not scanned.",
    ),
    Failure.CERTIFICATE: Text(
        et="Hosti TLS-sertifikaati ei saa usaldada: see on aegunud, antud teisele nimele või tundmatu väljastaja oma.",
        en="The host's TLS certificate cannot be trusted: it has expired, is for another name or of an unknown issuer.",
    ),
    Failure.AUTH_DENIED: Text(
        et="Host ei lubanud skannimiskontot sisse: võti või parool ei sobi või konto on suletud.",
        en="The host did not let the scan account in: its key or password does not fit, or the account is closed.",
    ),
    Failure.SUDO_PASSWORD_WRONG: Text(et="sudo parool on vale.", en="The sudo password is wrong."),
    Failure.SUDO_PASSWORD_MISSING: Text(
        et="sudo küsib parooli, aga inventuuris seda ei ole.",
        en="sudo asks for a password and the inventory has none.",
    ),
    Failure.SUDO_DENIED: Text(
        et="Skannimiskontol ei ole hostis luba juurõigusi kasutada või ei ole sudo paigaldatud.",
        en="The scan account may not become root on the host, or sudo is not there.",
    ),
    Failure.NO_SHELL: Text(
        et="Skannimiskontol ei ole hostis kasutatavat käsuinterpretaatorit (/bin/sh).",
        en="The scan account has no usable shell (/bin/sh) on the host.",
    ),
    Failure.HUNG: Text(
        et="Host ei jõudnud lubatud aja jooksul vastata.", en="The host did not finish within the time limit."
    ),
    Failure.FLOODED: Text(
        et="Host saatis lubatust rohkem andmeid; vastus jäeti kõrvale.",
        en="The host sent more data than is allowed; its answer was dropped.",
    ),
    Failure.CUT: Text(et="Hosti vastus katkes poole pealt.", en="The host's answer broke off half-way."),
    Failure.DAMAGED: Text(
        et="Hosti vastus ei ole selline, nagu skannimine saadab: miski hostis lisas ridu või muutis neid.",
        en="The host's answer is not as a scan sends it: something on the host added or changed lines.",
    ),
    Failure.STOPPED: Text(
        et="Skannimine katkestati enne, kui host jõudis vastata.", en="The scan was stopped before this host was done."
    ),
    Failure.NOT_SAVED: Text(
        et="Hosti vastust ei saanud salvestada (ketas täis või puudub kirjutusõigus).",
        en="The host's answer could not be saved on the controller (disk full, or no permission).",
    ),
    Failure.PLATFORM: Text(
        et="Hosti ei skannitud: inventuuris märgitud platvormi (eits_platform) see versioon veel ei skanni.",
        en="The host was not asked: this version does not scan the platform that the inventory declares"
        " (eits_platform).",
    ),
    Failure.UNKNOWN: Text(et="Põhjus ei ole teada.", en="The cause is not known."),
}

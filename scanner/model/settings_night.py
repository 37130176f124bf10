"""The settings of unattended nights: `[nightly]`, and whom a night tells: `[mail]`, `[webhook]`, `[metrics]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from scanner.model.section import About, FilePath, Line, Section

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


def _address(text: str) -> str:
    if text and not _ADDRESS.fullmatch(text):
        raise ValueError("is a bare address such as infoturve@asutus.example.ee")
    return text


def _domain(text: str) -> str:
    if not _DOMAIN.fullmatch(text):
        raise ValueError("is a domain in small letters such as asutus.example.ee")
    return text


def _mode(text: str) -> str:
    if not re.fullmatch(r"0[0-7]{3}", text):
        raise ValueError('is a mode in four digits such as "0644"')
    return text


def _url(text: str) -> str:
    if not text:
        return text
    parts = urlsplit(text)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError("is an address that begins with https:// and holds no name or password")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("begins with https://; http:// is for this machine alone")
    return text


def is_loopback(host: str) -> bool:
    """Whether a host of an address is this machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def within(host: str, domains: Iterable[str]) -> bool:
    """Whether a domain is one of these or below one of them."""
    return any(host.lower() == domain or host.lower().endswith(f".{domain}") for domain in domains)


Address = Annotated[Line, AfterValidator(_address)]
Domain = Annotated[Line, AfterValidator(_domain)]


class NightlySettings(Section):
    """How `eits-scan nightly` runs, and when a night counts as complete."""

    ABOUT = About(
        et="Öine skannimine: käsk `eits-scan nightly`.", en="The unattended scan: the command `eits-scan nightly`."
    )

    retry_after: Annotated[
        int,
        Field(ge=0, le=3600),
        About(
            et="mitme sekundi pärast küsitakse üks kord uuesti hoste, kellega ühendust ei saadud; 0 – ei küsita",
            en="after how many seconds hosts that could not be connected to are asked once more; 0 means never",
        ),
    ] = 300
    time_limit: Annotated[
        int,
        Field(ge=1, le=1440),
        About(
            et="mitme minuti pärast rohkem hoste ei küsita; juba kogutu jääb alles",
            en="after how many minutes no further host is asked; what was collected by then is kept",
        ),
    ] = 240
    min_complete: Annotated[
        int,
        Field(ge=0, le=100),
        About(
            et="mitu protsenti hostidest ja kavandatud kontrollidest peab olema nähtud, et öö oleks täielik",
            en="what percentage of the hosts, and of the planned checks on them, makes a night complete",
        ),
    ] = 95
    owners: Annotated[
        tuple[Annotated[Line, Field(min_length=1)], ...],
        Field(examples=[("Veebimeeskond",)]),
        About(
            et="vastutajad (eits_owner), kellele kirjutatakse oma väljaanne",
            en="owners (eits_owner) for whom an edition of their own is written",
        ),
    ] = ()
    log: Annotated[
        FilePath,
        Field(examples=["/var/log/eits-scan/nightly.log"]),
        About(et="logifail lisaks veakanalile; logrotate sobib", en="a log file besides stderr; logrotate may move it"),
    ] = ""


class MailSettings(Section):
    """The digest by mail. Passwords are never here: only where one is found."""

    ABOUT = About(
        et="Öine kokkuvõte e-kirjaga, ainult siis, kui midagi muutus. Parooli siia ei kirjutata.",
        en="The digest of a night by mail, only when something changed. A password is never written here.",
    )

    server: Annotated[
        Line,
        Field(examples=["post.asutus.example.ee"]),
        About(et="meiliserver; tühi – kirju ei saadeta", en="the mail server; empty means that no mail is sent"),
    ] = ""
    port: Annotated[int, Field(ge=1, le=65535), About(et="meiliserveri port", en="its port")] = 587
    encryption: Annotated[
        Literal["starttls", "tls", "none"],
        About(
            et="ühenduse krüpteerimine; none on krüpteerimata ega luba parooli",
            en="how the connection is encrypted; none is not, and allows no password",
        ),
    ] = "starttls"
    ca_file: Annotated[
        FilePath,
        Field(examples=["/etc/ssl/certs/asutus-ca.pem"]),
        About(
            et="asutuse oma sertifitseerija sertifikaat, kui süsteem seda ei usalda",
            en="the certificate of the agency's own authority, where the system does not trust it",
        ),
    ] = ""
    sender: Annotated[
        Address,
        Field(examples=["eits-scan@asutus.example.ee"]),
        About(et="saatja aadress", en="the address it comes from"),
    ] = ""
    to: Annotated[
        tuple[Address, ...],
        Field(examples=[("infoturve@asutus.example.ee",)]),
        About(et="saajate aadressid", en="the addresses it goes to"),
    ] = ()
    own_domains: Annotated[
        tuple[Domain, ...],
        Field(examples=[("asutus.example.ee",)]),
        About(
            et="asutuse enda domeenid; neist väljapoole ei saadeta", en="the agency's own domains; none goes outside"
        ),
    ] = ()
    allow_outside: Annotated[
        bool,
        About(
            et="lubab saajaid väljaspool asutuse domeene; kiri on AK-teave",
            en="allows recipients outside these domains; the mail is restricted information",
        ),
    ] = False
    user: Annotated[
        Line,
        Field(examples=["eits-scan"]),
        About(
            et="kasutajanimi meiliserveris, kui see on vajalik", en="the user name at the server, where it needs one"
        ),
    ] = ""
    password_env: Annotated[
        Line, About(et="keskkonnamuutuja, milles on parool", en="the environment variable that holds the password")
    ] = ""
    password_file: Annotated[
        FilePath,
        Field(examples=["/etc/eits-scan/mail.password"]),
        About(et="fail, mille esimesel real on parool", en="a file whose first line is the password"),
    ] = ""
    password_command: Annotated[
        tuple[Line, ...],
        About(et="käsk, mis väljastab parooli", en="a command that prints the password"),
    ] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        """One problem at a time; pydantic gives this model one place to say it."""
        if not self.server:
            return self
        if not self.sender or not self.to:
            raise ValueError("a server alone sends nothing: sender and to are needed as well")
        outside = [each for each in self.to if not within(each.rpartition("@")[2], self.own_domains)]
        if outside and not self.allow_outside:
            raise ValueError(
                f"outside the agency's own domains (mail.own_domains): {', '.join(outside)}; the digest is restricted "
                "information, and goes there only with mail.allow_outside = true"
            )
        ways = [name for name in ("env", "file", "command") if getattr(self, f"password_{name}")]
        if len(ways) > 1:
            raise ValueError(f"the password is said to be in several places: {', '.join(ways)}; name one")
        if bool(ways) != bool(self.user):
            raise ValueError("user and one of password_env, password_file and password_command go together")
        if self.user and self.encryption == "none" and not is_loopback(self.server):
            raise ValueError("a password is not sent over a connection that is not encrypted")
        return self


class WebhookSettings(Section):
    """The digest as JSON to a web address, shape `eits-scan/digest/1`."""

    ABOUT = About(
        et="Sama kokkuvõte JSON-ina veebiaadressile, näiteks asutuse vestlusserverisse.",
        en="The same digest as JSON to a web address, such as the agency's chat server.",
    )

    url: Annotated[
        Line,
        AfterValidator(_url),
        Field(examples=["https://vestlus.asutus.example.ee/eits"]),
        About(et="aadress; tühi – ei saadeta", en="the address; empty means that none is sent"),
    ] = ""
    own_domains: Annotated[
        tuple[Domain, ...],
        Field(examples=[("asutus.example.ee",)]),
        About(et="asutuse domeenid, kuhu tohib saata", en="the agency's own domains, to which it may go"),
    ] = ()
    allow_outside: Annotated[
        bool,
        About(et="lubab aadressi väljaspool neid domeene", en="allows an address outside these domains"),
    ] = False
    token_env: Annotated[
        Line,
        About(
            et="keskkonnamuutuja, milles on päise Authorization: Bearer tunnus",
            en="the environment variable that holds the token of Authorization: Bearer",
        ),
    ] = ""
    token_file: Annotated[
        FilePath, About(et="fail, mille esimesel real on see tunnus", en="a file whose first line is that token")
    ] = ""
    ca_file: Annotated[
        FilePath,
        About(
            et="asutuse oma sertifitseerija sertifikaat, kui süsteem seda ei usalda",
            en="the certificate of the agency's own authority, where the system does not trust it",
        ),
    ] = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        host = urlsplit(self.url).hostname or ""
        if host and not self.allow_outside and not is_loopback(host) and not within(host, self.own_domains):
            raise ValueError(
                f"{host} is outside the agency's own domains (webhook.own_domains); the digest is restricted "
                "information, and goes there only with webhook.allow_outside = true"
            )
        if self.token_env and self.token_file:
            raise ValueError("the token is said to be in two places; name one")
        return self


class MetricsSettings(Section):
    """Numbers of the last night for Prometheus' node_exporter (textfile collector)."""

    ABOUT = About(
        et="Viimase öö arvud Prometheusele (node_exporteri textfile-kogujale).",
        en="Numbers of the last night for Prometheus (node_exporter's textfile collector).",
    )

    file: Annotated[
        FilePath,
        Field(examples=["/var/lib/prometheus/node-exporter/eits-scan.prom"]),
        About(et="faili tee; tühi – ei kirjutata", en="the file's path; empty means that none is written"),
    ] = ""
    mode: Annotated[Line, AfterValidator(_mode), About(et="faili õigused", en="the file's mode")] = "0644"

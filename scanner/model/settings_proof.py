"""The settings of proof and retention: `[integrity]` and `[retention]`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scanner.model.section import About, FilePath, Section


class IntegritySettings(Section):
    """Who signs the manifests, and whose signatures count."""

    ABOUT = About(
        et="Manifestide allkirjastamine SSH-võtmega (ssh-keygen -Y). Võtmelt parooli ei küsita.",
        en="Signing manifests with an SSH key (ssh-keygen -Y). A passphrase is never asked for.",
    )

    sign_key: Annotated[
        FilePath,
        Field(examples=["/etc/eits-scan/sign_key"]),
        About(
            et="allkirjastamise võti: paroolita privaatvõti või avalik võti, mille privaatvõti on ssh-agendis",
            en="the key that signs: a private key without a passphrase, or a public key whose private one an agent has",
        ),
    ] = ""
    allowed_signers: Annotated[
        FilePath,
        Field(examples=["/etc/eits-scan/allowed_signers"]),
        About(
            et="kelle allkirju usaldatakse, vormingus ALLOWED SIGNERS (ssh-keygen(1))",
            en="whose signatures count, in the format ALLOWED SIGNERS of ssh-keygen(1)",
        ),
    ] = ""


class RetentionSettings(Section):
    """How long evidence is kept."""

    ABOUT = About(
        et="Kui kaua tõendusmaterjali hoitakse. Leiud, räsid ja manifestid jäävad alles alati.",
        en="How long evidence is kept. Findings, digests and manifests always stay.",
    )

    evidence_days: Annotated[
        int,
        Field(ge=1, le=36500),
        About(
            et="mitu päeva vanem tõendusmaterjal käsuga `runs prune` kustutatakse",
            en="from how many days of age `runs prune` removes evidence",
        ),
    ] = 400

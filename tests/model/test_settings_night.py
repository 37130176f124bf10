"""The settings of nights: what would send a digest to the wrong people or a password in the open is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.content.settings import read
from scanner.errors import InvalidError
from scanner.model.settings_night import within

MAIL = 'server = "post.example.ee"\nsender = "a@asutus.ee"\nown_domains = ["asutus.ee"]\n'


def said(folder: Path, text: str) -> str:
    path = folder / "eits-scan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidError) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f'[mail]\n{MAIL}to = ["b@elsewhere.ee"]', "mail.allow_outside = true"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee.elsewhere.ee"]', "outside the agency's own domains"),
        (f'[mail]\n{MAIL}to = ["b@notasutus.ee"]', "outside the agency's own domains"),
        (f"[mail]\n{MAIL}", "sender and to are needed"),
        (f'[mail]\n{MAIL}to = ["Mari <b@asutus.ee>"]', "is a bare address"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee\\nBcc: c@elsewhere.ee"]', "one line of text"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee"]\nuser = "u"', "go together"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee"]\npassword_env = "X"', "go together"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee"]\nuser = "u"\npassword_env = "X"\npassword_file = "/x"', "name one"),
        (f'[mail]\n{MAIL}to = ["b@asutus.ee"]\nuser = "u"\npassword_env = "X"\nencryption = "none"', "not encrypted"),
        ('[mail]\npassword = "secret"', "there is no setting mail.password"),
        ('[webhook]\nurl = "https://elsewhere.ee/x"', "webhook.allow_outside = true"),
        ('[webhook]\nurl = "http://asutus.ee/x"\nown_domains = ["asutus.ee"]', "http:// is for this machine alone"),
        ('[webhook]\nurl = "https://name:secret@asutus.ee/x"', "holds no name or password"),
        ('[metrics]\nfile = "eits.prom"', "a whole path that begins with /"),
        ('[metrics]\nfile = "/x"\nmode = "644"', "a mode in four digits"),
        ("[nightly]\nretry_after = 4000", "3600 or less"),
    ],
)
def test_a_setting_that_would_do_harm_is_refused_with_its_reason(tmp_path: Path, text: str, why: str) -> None:
    assert why in said(tmp_path, text)


def test_a_recipient_below_an_own_domain_or_by_explicit_choice_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "eits-scan.toml"
    for text in ('to = ["b@it.asutus.ee"]', 'to = ["b@elsewhere.ee"]\nallow_outside = true'):
        path.write_text(f"[mail]\n{MAIL}{text}\n", encoding="utf-8")
        assert read(path).mail.to
    assert within("ASUTUS.ee", ["asutus.ee"])

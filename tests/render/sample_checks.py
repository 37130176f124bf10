"""The checks and measures of the composed reports. Wording is the tests' own; titles of measures are the standard's."""

# ruff: noqa: E501  # a table of data

from __future__ import annotations

from typing import Any

from scanner.model.base import Text

MODULES = {"SYS.1.1": "Server üldiselt", "SYS.1.3": "Linuxi ja Unixi server"}

TITLES: dict[str, tuple[str, str, str, tuple[Any, ...]]] = {
    "SYS.1.1.M2": ("Kasutajate autentimine", "basic", "abcd", ()),
    "SYS.1.1.M5": ("Haldusliideste kaitse", "basic", "abcd", ()),
    "SYS.1.1.M6": ("Tarbetute teenuste desaktiveerimine", "basic", "abcd", ()),
    "SYS.1.1.M10": ("Serveri logimine", "basic", "abc", ()),
    "SYS.1.1.M16": ("Serveri turvaline installimine ja aluskonfiguratsioon", "standard", "ab", ()),
    "SYS.1.1.M19": ("Lokaalsed paketifiltrid", "standard", "abcde", ()),
    "SYS.1.3.M2": ("Korrektne identifikaatorite määramine", "basic", "abcde", ()),
    "SYS.1.3.M3": ("Irdmäluseadmete automaatse failisüsteemiga sidumise vältimine", "basic", "a", ()),
    "SYS.1.3.M5": ("Tarkvarapakettide turvaline installimine", "basic", "abcde", ()),
    "SYS.1.3.M8": ("SSH-ga krüpteeritud andmevahetus", "standard", "abc", ()),
    "SYS.1.3.M10": ("Volitamata õiguste laiendamise takistamine", "standard", "abc", ()),
    "SYS.1.3.M14": ("Süsteemi- ja kasutajateabe luure takistamine", "high", "ab", ("C",)),
}

QUESTIONS = {
    "SYS.1.1.M10.b": Text(
        et="Kas logide säilitamise tähtajad on otsustatud ja neist peetakse kinni?",
        en="Are retention periods of logs decided and kept?",
    ),
    "SYS.1.1.M16.b": Text(
        et="Kas server on installitud ainult usaldusväärsest allikast pärit andmekandjalt?",
        en="Was the server installed from trusted media only?",
    ),
}

_SSHD = [
    ("/etc/ssh/sshd_config.d/50-pilv.conf", 3, "{key} {bad}"),
    ("/etc/ssh/sshd_config", 33, "{key} {bad}"),
    ("", 0, ""),
]


def _sshd(
    name: str, key: str, bad: str, good: str, et: str, gap: str, why: str, severity: str, pattern: str
) -> dict[str, Any]:
    return {
        "id": f"linux-sshd-{name}",
        "title": Text(et=et, en=f"sshd: {key} is {good}"),
        "gap": Text(et=gap, en=f"sshd: {key} is not {good}"),
        "why": Text(et=why, en=f"A weak value of {key} makes remote access easier to abuse."),
        "fix": Text(
            et=f"Looge fail /etc/ssh/sshd_config.d/10-eits.conf reaga „{key} {good}“ ja laadige sshd uuesti.",
            en=f"Put “{key} {good}” into /etc/ssh/sshd_config.d/10-eits.conf and reload sshd.",
        ),
        "severity": severity,
        "clauses": {"SYS.1.3.M8.a": "proves", "SYS.1.1.M5.b": "supports"},
        "disruption": "none",
        "verify": f"sshd -T | grep -i {key.lower()}",
        "expected": Text(et=f"peab olema {good}", en=f"must be {good}"),
        "at": f"sshd.{key.lower()}",
        "actual": [[bad], [bad], ["-"]],
        "source": [(file, line, text.format(key=key, bad=bad)) for file, line, text in _SSHD],
        "pattern": pattern,
    }


def _other(
    name: str, at: str, et: str, gap: str, why: str, fix: str, severity: str, clauses: str, expected: str,
    actual: list[list[str]], source: list[tuple[str, int, str]], disruption: str, verify: str, pattern: str, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    english = name.removeprefix("linux-").replace("-", " ").capitalize()
    return {
        "id": name,
        "title": Text(et=et, en=f"{english}: as it should be"),
        "gap": Text(et=gap, en=f"{english}: not as it should be"),
        "why": Text(et=why, en=f"{english} matters for the security of the server."),
        "fix": Text(et=fix, en=f"Set {at} as expected."),
        "severity": severity,
        "clauses": dict.fromkeys(clauses.split(), "supports"),
        "disruption": disruption,
        "verify": verify,
        "expected": Text(et=expected, en=f"must be as required ({at})"),
        "at": at,
        "actual": actual,
        "source": source,
        "pattern": pattern,
        **more,
    }


CHECKS: list[dict[str, Any]] = [
    _sshd("permit-root-login", "PermitRootLogin", "yes", "no", "Juurkasutaja ei saa SSH kaudu otse sisse logida",
          "Juurkasutaja saab SSH kaudu otse sisse logida", "Ühise juurkonto sisselogimist ei saa seostada inimesega.",
          "high", "FFFPPWPFPFPP"),
    _sshd("password-authentication", "PasswordAuthentication", "yes", "no", "SSH ei luba parooliga autentimist",
          "SSH lubab parooliga autentimist", "Parooli saab ära arvata, võtit mitte.", "high", "FFPPPPPFPFPP"),
    {**_sshd("max-auth-tries", "MaxAuthTries", "6", "4", "SSH piirab ebaõnnestunud autentimiskatsete arvu",
             "SSH lubab ühes ühenduses liiga palju autentimiskatseid", "Iga katse on võimalus parool ära arvata.",
             "medium", "PPFPFPPPPPPP"),
     "params": [{"name": "max", "value": "5", "origin": "profile", "relaxed": True}]},
    _sshd("permit-empty-passwords", "PermitEmptyPasswords", "yes", "no", "SSH ei luba tühja parooli",
          "SSH lubab tühja parooliga sisse logida", "Tühja parooliga konto on avatud kõigile.", "critical", "PPPPPPPPPPPP"),
    _sshd("x11-forwarding", "X11Forwarding", "yes", "no", "SSH ei edasta X11-seansse", "SSH edastab X11-seansse",
          "Serveris on X11 edastus enamasti tarbetu.", "low", "FFFFFPFFFFPP"),
    _sshd("log-level", "LogLevel", "QUIET", "INFO", "SSH logib sisselogimised", "SSH ei logi sisselogimisi",
          "Ilma logita ei saa intsidenti uurida.", "medium", "PPPPPPPPPPPP"),
    _other("linux-account-uid-unique", "accounts.users", "Kasutajaidentifikaatorid (UID) ei kordu",
           "Mitmel kasutajal on sama identifikaator (UID)", "Sama UID-ga kasutajate tegevust ei saa eristada.",
           "Andke igale kasutajale oma UID ja parandage failide omanikud.", "high", "SYS.1.3.M2.a", "uid ei tohi korduda",
           [["1000"]], [("/etc/passwd", 27, "")], "none", "cut -d: -f3 /etc/passwd | sort | uniq -d", "PPPPFPPPPPPP"),
    _other("linux-account-empty-password", "accounts.shadow", "Ühelgi kontol ei ole tühja parooli",
           "Hostis on tühja parooliga konto", "Tühja parooliga kontole pääseb igaüks.",
           "Lukustage konto või määrake parool.", "critical", "SYS.1.1.M2.a SYS.1.3.M2.b",
           "parool ei tohi olla tühi", [["test"]], [("/etc/shadow", 31, "")], "none", "passwd -S test", "PPPPPPEPEPPP"),
    _other("linux-password-hash", "login_defs.encrypt_method", "Paroolid räsitakse tugeva algoritmiga",
           "Paroolide räsimiseks kasutatakse nõrka algoritmi", "Nõrga räsi järgi saab parooli taastada.",
           "Määrake failis /etc/login.defs ENCRYPT_METHOD väärtuseks YESCRYPT.", "high", "SYS.1.1.M2.b",
           "peab olema üks järgmistest: YESCRYPT, SHA512", [["MD5"], ["DES"]],
           [("/etc/login.defs", 271, "ENCRYPT_METHOD MD5")], "none", "grep ENCRYPT_METHOD /etc/login.defs", "PPPPPPPFPFPP"),
    _other("linux-listening-ports", "sockets.listening", "Host kuulab ainult lubatud porte",
           "Host kuulab porte, mida asutus ei ole lubanud", "Iga avatud port on võimalik sissepääs.",
           "Peatage tarbetu teenus või lisage port lubatud portide loendisse.", "medium", "SYS.1.1.M6.a SYS.1.1.M6.c",
           "peab kuuluma loendisse", [["tcp/111"]], [("", 0, "")], "service_restart", "ss -tulpn", "YYYYYYYYYYYY",
           policy={"listening_ports": Text(et="lubatud pordid, nt tcp/22", en="allowed ports, such as tcp/22")}),
    _other("linux-service-telnet", "units.units", "Telneti teenus ei tööta", "Telneti teenus töötab",
           "Telnet edastab parooli krüpteerimata.", "Eemaldage pakett telnetd.", "critical", "SYS.1.1.M6.b",
           "ei tohi töötada", [["telnet.socket"]], [("/lib/systemd/system/telnet.socket", 1, "[Unit]")],
           "service_restart", "systemctl is-active telnet.socket", "PPPPPPPFPPPP"),
    _other("linux-service-avahi", "units.units", "Avahi teenus ei tööta", "Avahi teenus töötab",
           "Avahi teeb serveri kohtvõrgus leitavaks.", "Peatage ja keelake avahi-daemon.", "low", "SYS.1.1.M6.b",
           "ei tohi töötada", [["avahi-daemon.service"]], [("", 0, "")], "service_restart",
           "systemctl is-enabled avahi-daemon", "NNNNNFFPPPPP"),
    _other("linux-journald-persistent", "journald.storage", "Logid säilivad pärast taaskäivitust",
           "Logid kaovad hosti taaskäivitamisel", "Ründaja saab jäljed taaskäivitusega kustutada.",
           "Määrake failis /etc/systemd/journald.conf Storage=persistent.", "medium", "SYS.1.1.M10.a",
           "peab olema persistent", [["auto"], ["volatile"]], [("/etc/systemd/journald.conf", 14, "Storage=volatile")],
           "service_restart", "journalctl --disk-usage", "PPFPPTPFPPPP"),
    _other("linux-log-remote", "rsyslog.targets", "Logid saadetakse kesksesse logiserverisse",
           "Logisid ei saadeta kesksesse logiserverisse", "Hosti enda logi saab ründaja muuta.",
           "Seadistage rsyslogis edastamine logiserverisse.", "high", "SYS.1.1.M10.a SYS.1.1.M10.c",
           "peab olema määratud", [["-"]], [("", 0, "")], "service_restart", "rsyslogd -N1", "FFFFFFFFFFFF"),
    _other("linux-audit-running", "auditd.active", "Auditilogi on sisse lülitatud", "Auditilogi ei ole sisse lülitatud",
           "Auditilogi näitab, kes mida muutis.", "Paigaldage ja käivitage auditd.", "medium", "SYS.1.1.M10.a",
           "peab olema sisse lülitatud", [["inactive"]], [("", 0, "")], "none", "systemctl is-active auditd", "FFPPPMPFPFPP"),
    _other("linux-firewall-default-drop", "nftables.input", "Lokaalne paketifilter keelab vaikimisi sissetuleva liikluse",
           "Lokaalne paketifilter laseb sissetuleva liikluse vaikimisi läbi", "Unustatud teenus jääb võrgust kättesaadavaks.",
           "Lubage vajalikud pordid ja seadke ahela input poliitikaks drop.", "high", "SYS.1.1.M19.b SYS.1.1.M19.c",
           "peab olema drop", [["accept"], ["accept"], ["-"]], [("/etc/nftables.conf", 6, "policy accept;")],
           "lockout_risk", "nft list ruleset", "FFPPPFPFPEPP"),
    _other("linux-boot-secure", "boot.secure_boot", "Alglaadimine on kaitstud", "Alglaadimine ei ole kaitstud",
           "Kaitsmata alglaadimine laseb käivitada võõrast tarkvara.", "Lülitage Secure Boot sisse.", "medium",
           "SYS.1.1.M16.a", "peab olema sisse lülitatud", [["disabled"]], [("", 0, "")], "reboot", "mokutil --sb-state",
           "NNNFFFFNNNPP"),
    _other("linux-packages-signed", "packages.gpgcheck", "Pakettide allkirju kontrollitakse",
           "Pakettide allkirju ei kontrollita", "Allkirjata pakett võib olla võltsitud.",
           "Määrake hoidla failis gpgcheck=1.", "critical", "SYS.1.3.M5.a", "peab olema 1", [["0"]],
           [("/etc/yum.repos.d/sise.repo", 5, "gpgcheck=0")], "none", "grep -r gpgcheck /etc/yum.repos.d", "NNNFPPPNNNPP"),
    _other("linux-updates-pending", "updates.security", "Turvauuendused on paigaldatud", "Turvauuendusi on paigaldamata",
           "Teadaolevat nõrkust kasutatakse ära mõne päevaga.", "Paigaldage turvauuendused.", "critical",
           "SYS.1.3.M5.c SYS.1.3.M5.d", "peab olema tühi", [["openssl", "libc6", "linux-image-amd64"], ["sudo"]],
           [("", 0, "")], "reboot", "apt list --upgradable", "FPFPPPPFPFPP"),
    _other("linux-automount-usb", "modules.usb_storage", "USB-mäluseadmeid ei seota automaatselt",
           "USB-mäluseadmed seotakse automaatselt", "Andmekandjaga levib kahjurvara.",
           "Keelake moodul usb-storage.", "medium", "SYS.1.3.M3.a", "peab olema keelatud", [["loaded"]],
           [("", 0, "")], "none", "lsmod | grep usb_storage", "PPPPPPPPPPPP"),
    _other("linux-sudo-nopasswd", "sudoers.rules", "sudo küsib parooli", "sudo ei küsi parooli",
           "Kaaperdatud seansist saab kohe juurõigused.", "Eemaldage sudoers-failist NOPASSWD.", "high",
           "SYS.1.3.M10.a", "ei tohi sisaldada NOPASSWD", [["partner ALL=(ALL) NOPASSWD: ALL"]],
           [("/etc/sudoers.d/90-partner", 1, "partner ALL=(ALL) NOPASSWD: ALL")], "lockout_risk", "sudo -l", "PPPPPFFWEFPP"),
    _other("linux-file-shadow-mode", 'file["/etc/shadow"].mode', "Faili /etc/shadow saab lugeda ainult juurkasutaja",
           "Faili /etc/shadow saavad lugeda ka teised", "Räside järgi saab paroole ära arvata.",
           "Määrake faili õigusteks 0640.", "critical", "SYS.1.3.M10.b", "kõige rohkem 0640", [["0644"]], [("", 0, "")],
           "none", "stat -c %a /etc/shadow", "PPPPPPPPPFPP"),
    _other("linux-suid-files", "walk.suid", "Setuid-failid on lubatud loendis", "Hostis on lubamata setuid-faile",
           "Setuid-fail annab käivitajale faili omaniku õigused.", "Eemaldage failidelt setuid-bitt.", "medium",
           "SYS.1.3.M10.a SYS.1.3.M10.c", "peab kuuluma loendisse",
           [[f"/opt/rakendus/bin/tööriist-{n}" for n in range(1, 31)], ["/usr/local/bin/abi"]],
           [("", 0, "")], "none", "find / -xdev -perm -4000", "PPPPPCFPPPPP"),
    _other("linux-sysctl-dmesg", 'sysctl["kernel.dmesg_restrict"].runtime', "Tuuma teateid näeb ainult juurkasutaja",
           "Tuuma teateid näevad kõik kasutajad", "Tuuma teated aitavad ründajal süsteemi tundma õppida.",
           "Määrake kernel.dmesg_restrict väärtuseks 1.", "low", "SYS.1.3.M14.a", "peab olema 1", [["0"]],
           [("/usr/lib/sysctl.d/50-default.conf", 12, "kernel.dmesg_restrict = 0")], "none",
           "sysctl kernel.dmesg_restrict", "PPPFFFFPPPPP"),
    _other("linux-time-sync", "time.synchronised", "Kell on sünkroonis", "Kell ei ole sünkroonis",
           "Eri hostide logisid saab võrrelda ainult ühise aja järgi.", "Paigaldage ja seadistage chrony.", "medium",
           "SYS.1.1.M10.a", "peab olema true", [["false"]], [("", 0, "")], "none", "timedatectl", "PPPPPPPFPPPP"),
]  # fmt: skip

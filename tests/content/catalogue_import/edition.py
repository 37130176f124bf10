"""A small edition in the portal's documented shapes; every text is made up."""

from __future__ import annotations

from typing import Any

VERSION = "2026"
MODULES = [{"moduleId": 7, "moduleCode": "GRC.6", "moduleTitle": "GRC.6 Riskihaldus"}, {"moduleId": "s-13"}]

RISK = {
    "version": VERSION,
    "lang": "et",
    "validFrom": "2026-01-01",
    "validTo": None,
    "moduleCode": "GRC.6 ",
    "moduleTitle": "GRC.6: Riskihaldus",
    "description": [{"title": "1.1 Eesmärk", "content": "<p>Proovitekst.</p>"}],
    "risks": [],
    "measureDetails": [
        {
            "groupCode": "3.2",
            "groupTitle": "3.2 Põhimeetmed",
            "measures": [
                {
                    "measureId": 1,
                    "measureCode": "GRC.6.M1 Riskihalduse kord",
                    "measureTitle": "GRC.6.M1 Riskihalduse kord [Organisatsiooni juhtkond, Ülemus]",
                    "body": (
                        "<p><b>Vastutaja:</b> Infoturbejuht</p><p><b>Elutsükli etapp:</b> Kavandamine</p>"
                        "<p>a.&nbsp;Kord on olemas:</p><ul><li>a. esimene osa;</li><li>c. teine osa.</li></ul>"
                        "<p>b. Korda <em>järgitakse</em>.</p><p>d. Kord vaadatakse üle.</p>"
                    ),
                    "assignees": ["Organisatsiooni juhtkond", "Infoturbejuht"],
                    "securityCodes": [],
                }
            ],
        },
        {"groupCode": "3.3", "groupTitle": "3.3 Standardmeetmed", "measures": []},
    ],
}
LINUX = {
    "version": VERSION,
    "lang": "et",
    "moduleCode": "SYS.1.3",
    "moduleTitle": "Linuxi server",
    "measureDetails": [
        {
            "groupCode": "3.4",
            "groupTitle": "3.4 Kõrgmeetmed",
            "measures": [
                {
                    "measureId": 2,
                    "measureCode": "SYS.1.3.M17",
                    "measureTitle": "SYS.1.3.M17 Tuuma kaitse (C-I)",
                    "body": (
                        "<p><b>Vastutaja:</b> IT-talitus</p><p><b>Turvakomponent:</b> C, I</p>"
                        "<p>a. Tuum on kaitstud.</p><script>b. pahatahtlik</script>"
                    ),
                    "assignees": [],
                    "securityCodes": ["C", "I"],
                }
            ],
        }
    ],
}


def answers() -> dict[str, Any]:
    """Every answer of the portal by path and query."""
    return {
        "/catalog": {"versions": [{"version": "2023"}, {"version": VERSION}, {"version": "2025"}]},
        f"/catalog/{VERSION}/modules?lang=et": {"modules": MODULES},
        f"/catalog/{VERSION}/7?lang=et": RISK,
        f"/catalog/{VERSION}/s-13?lang=et": LINUX,
    }

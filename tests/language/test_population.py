"""What a quantifier ranges over, and why it may not be all there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.facts.units import Unit, Units
from scanner.language.leaf import Scene
from scanner.language.paths import look, parse
from scanner.language.population import population
from scanner.model.facts import Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

CUT = Unknown(cause=Cause.CUT, detail="loaded")


@pytest.mark.parametrize(("missing", "why"), [(CUT, CUT), (None, NOT_COLLECTED)])
def test_what_an_incomplete_table_lacks_is_unknown_for_the_cause_it_names(
    missing: Unknown | None, why: Unknown
) -> None:
    rows: dict[str, Unit | Unknown | None] = {"cron.service": Unit(name="cron.service")}
    facts = {"units": Units(units=Table[Unit](rows=rows, missing=missing))}
    scene = Scene(facts, datetime.now(UTC), {})
    for text in ("units.units", 'units.units["*.service"]'):
        found, unseen = population(parse(text), ())(scene, None)
        assert isinstance(found, list)
        assert ([key for key, _ in found], unseen) == (["cron.service"], why)
    assert look(parse('units.units["ssh.service"].active'), facts).value == why

"""What a quantifier ranges over, and why it may not be all there is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from scanner.facts.units import Unit, Units
from scanner.language.judge import compile_all
from scanner.language.leaf import Scene
from scanner.language.paths import look, parse
from scanner.language.population import population
from scanner.language.syntax import Expectation
from scanner.model.facts import Facts, Item, Items, Table
from scanner.model.unknown import NOT_COLLECTED, Cause, Unknown

CUT = Unknown(cause=Cause.CUT, detail="loaded")
FORM: TypeAdapter[Any] = TypeAdapter(Expectation)


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


class Mount(Item):
    KEY: ClassVar[str] = "path"
    path: str
    kind: str | Unknown | None


class Mounts(Facts):
    mounts: Items[Mount] | Unknown = NOT_COLLECTED


KINDS = st.sampled_from(["ext4", "xfs", "nfs", None, CUT])


@given(
    st.lists(KINDS, max_size=8),
    st.sets(st.sampled_from(["ext4", "nfs"]), min_size=1),
    st.sampled_from(["every", "any", "none"]),
)
def test_items_looked_up_by_name_are_judged_as_if_all_had_been_asked(
    kinds: list[Any], wanted: set[str], quantifier: str
) -> None:
    facts = {"m": Mounts(mounts=Items(items=tuple(Mount(path=f"/{i}", kind=kind) for i, kind in enumerate(kinds))))}
    meant = {"at": ".kind", "one_of": sorted(wanted), "if_absent": "fail"}
    outcomes = [
        compile_all(
            [
                FORM.validate_python(
                    {
                        "at": "m.mounts",
                        "where": [where],
                        quantifier: [{"at": ".path", "one_of": ["/0", "/3"]}],
                        "if_empty": "pass",
                    }
                )
            ],
            {},
        )(Scene(facts, datetime(2026, 1, 1, tzinfo=UTC), {}))
        for where in (meant, {"any_of": [meant]})  # within a group the name is not seen, and all are asked
    ]
    assert outcomes[0] == outcomes[1]


def test_what_refers_to_a_list_is_asked_of_all_its_values() -> None:
    form = FORM.validate_python({"at": "m.root", "refers_to": {"fact": "m.known"}})

    class Known(Facts):
        root: str
        known: Items[str] | Unknown

    def verdict(known: Any) -> str:
        facts = {"m": Known(root="b", known=known)}
        return compile_all([form], {})(Scene(facts, datetime(2026, 1, 1, tzinfo=UTC), {})).verdict

    assert verdict(["a", "b"]) == "pass"
    assert verdict(["a"]) == "fail"
    assert verdict(Items[str](items=("a", "b"), missing=CUT)) == "error"

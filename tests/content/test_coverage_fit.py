from scanner.content.coverage_fit import fit
from scanner.model.catalogue import Catalogue, Measure
from scanner.model.coverage import ClauseCoverage, Coverage, Link, Says

ONE, TWO, OTHER = "1" * 12, "2" * 12, "9" * 12
LINK = Link(check="linux-x-y", says=Says.PROVES)


def edition(name: str, clauses: dict[str, str], language: str = "et") -> Catalogue:
    measure = Measure.model_validate({"code": "SYS.9.1.M1", "title": "x", "level": "basic", "clauses": clauses})
    return Catalogue.model_validate(
        {"edition": name, "language": language, "source": "proov", "modules": (), "measures": (measure,)}
    )


def coverage(**digests: str) -> Coverage:
    """Coverage for 2024 that proves each clause given by letter."""
    clauses = {f"SYS.9.1.M1.{letter}": ClauseCoverage(digest=d, links=(LINK,)) for letter, d in digests.items()}
    return Coverage(edition="2024", module="SYS.9.1", clauses=clauses)


def says(fitted: Coverage) -> dict[str, Says]:
    """What the link of each remaining clause says, by letter."""
    return {code[-1]: entry.links[0].says for code, entry in fitted.clauses.items()}


def test_an_unchanged_clause_keeps_its_links() -> None:
    assert says(fit(coverage(a=ONE), edition("2024", {"a": ONE}))) == {"a": Says.PROVES}


def test_links_judged_against_another_wording_of_the_edition_only_support() -> None:
    assert says(fit(coverage(a=ONE, b=TWO), edition("2024", {"a": OTHER, "b": TWO}))) == {
        "a": Says.SUPPORTS,
        "b": Says.PROVES,
    }


def test_a_clause_the_edition_lacks_has_no_entry() -> None:
    assert says(fit(coverage(a=ONE, b=TWO), edition("2024", {"a": ONE}))) == {"a": Says.PROVES}
    assert fit(coverage(a=ONE), edition("2024", {"a": ONE}).model_copy(update={"measures": ()})).clauses == {}


def test_an_entry_follows_its_wording_to_another_letter() -> None:
    fitted = fit(coverage(a=ONE, b=TWO), edition("2026", {"a": OTHER, "b": ONE, "c": TWO}))
    assert says(fitted) == {"b": Says.PROVES, "c": Says.PROVES}
    assert fitted.clauses["SYS.9.1.M1.b"].digest == ONE
    assert fitted.edition == "2026"


def test_a_borrowed_entry_whose_wording_is_gone_is_dropped() -> None:
    assert fit(coverage(a=ONE), edition("2026", {"a": OTHER})).clauses == {}


def test_a_wording_that_moved_wins_over_one_that_was_reworded() -> None:
    fitted = fit(coverage(a=ONE, b=TWO), edition("2024", {"a": OTHER, "b": ONE}))
    assert fitted.clauses["SYS.9.1.M1.b"].digest == ONE


def test_another_language_of_the_edition_is_trusted_and_of_another_edition_is_not() -> None:
    assert says(fit(coverage(a=ONE), edition("2024", {"a": OTHER}, language="en"))) == {"a": Says.PROVES}
    assert fit(coverage(a=ONE), edition("2026", {"a": OTHER}, language="en")).clauses == {}

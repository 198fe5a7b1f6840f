from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import set_agreement_dates
from solmu.registry.actions.distinction import tell_apart
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Partnership
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told


def test_agreements_alike_until_told_apart(source: Source, tartu: Partnership) -> None:
    narva = founding.partnership(source, founding.place(source, "Narva"))
    one, other = sorted(
        (founding.agreement(source, tartu, signed=signed) for signed in ("1999", "1999-05-01")), key=lambda row: row.pk
    )
    founding.agreement(source, tartu, signed="1999", kind="letter_of_intent")
    founding.agreement(source, tartu, narva, signed="1999")  # of others too
    (matter,) = matters("possibly_same_record")
    assert matter.identity == ("possibly_same_record", one.pk, other.pk)
    assert "It may be the same as another record: Tartu:" in matter.reason("en")

    tell_apart(by=BY, source=source, one=other.record, other=one.record)
    assert told("possibly_same_record") == []


def test_agreements_alike_until_their_dates_differ(source: Source, tartu: Partnership) -> None:
    one, other = (founding.agreement(source, tartu, valid_until="2019") for _ in range(2))
    assert len(told("possibly_same_record")) == 1

    set_agreement_dates(by=BY, source=source, agreement=other, valid_until=on("2020"))
    assert told("possibly_same_record") == []
    assert one.pk != other.pk


def test_organisations_of_nearly_the_same_name(source: Source, home: Organisation, tartu: Partnership) -> None:
    given = {"by": BY, "source": source, "kind": "school"}
    one = add_organisation(
        name=LazyI18nString({"fi": "Rantalan yhteiskoulu", "sv": "Skolan"}), place=home.place, **given
    )
    other = add_organisation(name="Rantalan yhteskoulu", place=home.place, **given)
    add_organisation(name="Rantalan yhteiskoulu", place=tartu.partner, **given)  # elsewhere

    first, second = sorted((one.pk, other.pk))
    assert told("possibly_same_record") == [("possibly_same_record", first, second)]


def test_activities_of_one_title_and_day(source: Source, tartu: Partnership) -> None:
    def visit(starts: str) -> str:
        title = LazyI18nString({"en": "A visit of teachers"})
        row = add_activity(by=BY, source=source, kind="visit", title=title, starts=on(starts), partnerships=[tartu])
        return str(row.pk)

    first, second = sorted((visit("2026-05-01"), visit("2026-05-01")))
    visit("2026-05-02")

    assert told("possibly_same_record") == [("possibly_same_record", first, second)]

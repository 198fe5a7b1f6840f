"""A city no gazetteer knows is a claim with a reason where the words before it call it a partner."""

from __future__ import annotations

import pytest

from solmu.intake.reading import find_claims, read_document
from solmu.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("home", "text", "partners"),
    [
        ("Espoo", "# Ystävyyskaupungit\n\nEspoon ystävyyskaupunki on Kouvostolandia.\n", ["Kouvostolandia"]),
        (
            "Espoo",
            "# Ystävyyskaupungit\n\nEspoon ystävyyskaupungit ovat Lund, Kouvostolandia ja Trondheim.\n",
            ["Lund", "Kouvostolandia", "Trondheim"],
        ),
        ("Leeds", "# Twin towns\n\nOur twin towns are Lyon, Quuxville and Kiel.\n", ["Lyon", "Quuxville", "Kiel"]),
        ("Umeå", "# Vänorter\n\nVår vänort är Quuxvik.\n", ["Quuxvik"]),
    ],
)
def test_unknown_city_called_a_partner_is_claimed(
    gazetteer: Gazetteer, home: str, text: str, partners: list[str]
) -> None:
    claims = find_claims(read_document(text.encode(), "page.md"), home=home, gazetteer=gazetteer)

    assert [claim.fields["partner"]["name"] for claim in claims] == partners
    codes = {claim.fields["partner"]["name"]: [reason.code for reason in claim.reasons] for claim in claims}
    assert {name for name, found in codes.items() if found == ["unknown_place"]} == {
        name for name in partners if name.startswith(("Kouvosto", "Quux"))
    }


def test_unknown_word_after_a_partner_that_is_no_list_is_not_claimed(gazetteer: Gazetteer) -> None:
    text = "# Ystävyyskaupungit\n\nEspoon ystävyyskaupunki on Lund, Kaupunginhallitus päätti asiasta.\n"

    claims = find_claims(read_document(text.encode(), "page.md"), home="Espoo", gazetteer=gazetteer)

    assert [claim.fields["partner"]["name"] for claim in claims] == ["Lund"]

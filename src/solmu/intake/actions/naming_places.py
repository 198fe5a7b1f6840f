"""The place that somebody means by a name: one that is recorded, or one the gazetteer knows, which is then entered."""

from __future__ import annotations

from datetime import date

from solmu.core.actions import add_source
from solmu.core.errors import SolmuError
from solmu.core.models import Account
from solmu.core.vocabulary import SourceKind
from solmu.intake.queries import claimed_place
from solmu.places.actions import register_candidate
from solmu.places.gazetteer import Gazetteer
from solmu.places.models import Place


def enter_place(*, by: Account, name: str, country: str, today: date, gazetteer: Gazetteer) -> Place:
    """The place of this name, entered from the gazetteer where it is not recorded yet.

    `country` is an ISO 3166-1 code, empty where it need not be said. Raises SolmuError where none or several places
    have the name.
    """
    found = claimed_place({"name": name, "country": country or None}, gazetteer)
    if found.place is not None:
        return found.place
    if found.candidate is None:
        if found.candidates:
            listed = "; ".join(f"{each.name}, {each.admin1}, {each.country}" for each in found.candidates)
            raise SolmuError(
                "“%(name)s” may be one of several cities: %(cities)s. Give its country.", name=name, cities=listed
            )
        raise SolmuError("No city “%(name)s” is known. Check the name and the country.", name=name)
    source = add_source(by=by, kind=SourceKind.PERSON, title="Entered by hand", read_on=today, is_public=False)
    return register_candidate(by=by, source=source, candidate=found.candidate)

"""Tables of contact persons: who, at which organisation, how to reach them, and what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import fuzz

from solmu.core.city import City
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source
from solmu.core.terms import Term
from solmu.desk.answering import told
from solmu.desk.bulk.organisations import LIKE, Organisations
from solmu.desk.bulk.planning import Column, Fate, Planned, Refused, Row, changes_told
from solmu.desk.naming import organisation_name, reading_language
from solmu.places.names import fold
from solmu.registry.actions.contacts import LONGEST, add_contact, change_contact, check_contact
from solmu.registry.models import Contact, Organisation
from solmu.registry.naming import text_in

NAME, PURPOSE = 200, 300
CHANGEABLE = ("title", "email", "telephone")
"""Columns by which a table may change a contact that is recorded; who it is and what for stay."""

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Name"),
        ("nimi", "henkilö", "yhteyshenkilö", "namn", "person", "kontaktperson", "name", "contact", "contact person"),
        is_required=True,
    ),
    Column("title", gettext_lazy("Position"),
           ("tehtävä", "titteli", "asema", "befattning", "titel", "uppgift", "position", "title", "role")),
    Column(
        "organisation",
        gettext_lazy("Organisation"),
        ("organisaatio", "taho", "koulu", "oppilaitos", "organisation", "skola", "organization", "school"),
        is_required=True,
        fills=True,
    ),
    Column("city", gettext_lazy("City"), ("kaupunki", "kunta", "paikka", "kumppani", "stad", "kommun", "ort", "city",
                                          "place", "partner"), fills=True),
    Column("email", gettext_lazy("E-mail"),
           ("sähköposti", "sähköpostiosoite", "e-post", "epost", "e-postadress", "email", "e-mail", "mail")),
    Column("telephone", gettext_lazy("Telephone"),
           ("puhelin", "puhelinnumero", "puh", "telefon", "telefonnummer", "tfn", "telephone", "phone")),
    Column(
        "purpose",
        gettext_lazy("What the contact is needed for"),
        ("tarkoitus", "käyttötarkoitus", "mihin tarvitaan", "ändamål", "syfte", "purpose"),
        is_required=True,
        fills=True,
    ),
)  # fmt: skip


class People:
    """What the record knows that rows of contact persons are compared with; a constant number of queries."""

    def __init__(self, day: date, city: City) -> None:
        self.day, self.kept_for = day, Term(city.contact_kept_for_months)
        self.organisations = Organisations.of_kinds()
        rows = Contact.objects.live().select_related("record", "organisation").order_by("pk")
        self.contacts = [(fold(row.name), row.email.casefold(), row) for row in rows]

    def plan(self, rows: Iterable[Row]) -> list[Planned]:
        seen: dict[tuple[str, str], int] = {}
        return [self._planned(row, seen) for row in rows]

    def _planned(self, row: Row, seen: dict[tuple[str, str], int]) -> Planned:
        what = ", ".join(filter(None, (row.own.get("name", ""), row.own.get("organisation", ""))))
        try:
            return self._judged(row, what, seen)
        except Refused as refused:
            return Planned(row.number, Fate.REFUSED, what, str(refused))

    def _judged(self, row: Row, what: str, seen: dict[tuple[str, str], int]) -> Planned:
        values = {"name": row.needed("name", most=NAME)}
        values |= {key: row.text(key, most=LONGEST[key]) for key in CHANGEABLE}
        organisation = self._organisation(row)
        here = [each for each in self.contacts if each[2].organisation_id == organisation.pk]
        key = (organisation.pk, fold(values["name"]))
        if key in seen:
            return Planned(row.number, Fate.SAME, what, _("The same as row %(row)s.") % {"row": seen[key]})
        seen[key] = row.number
        email = values["email"].casefold()
        same_name = [each for name, _email, each in here if name == key[1]]
        same_email = [each for _name, known, each in here if email and known == email]
        if same_name:
            return self._compared(row, what, same_name[0], values)
        purpose = row.needed("purpose", most=PURPOSE)
        try:
            check_contact({**values, "purpose": purpose})
        except SolmuError as error:
            raise Refused(told(error)) from None
        if same_email:
            sentence = _("%(name)s has this e-mail address at the same organisation. Change that contact instead.")
            refusal = sentence % {"name": same_email[0].name}
            return Planned(row.number, Fate.REFUSED, what, refusal, about=(same_email[0].pk,))

        def write(by: Account, source: Source) -> None:
            add_contact(
                by=by,
                source=source,
                organisation=organisation,
                purpose=purpose,
                day=self.day,
                keep_for=self.kept_for,
                name=values["name"],
                title=values["title"],
                email=values["email"],
                telephone=values["telephone"],
            )

        if near := self._like(values["name"], email, organisation):
            where = text_in(near.organisation.name, reading_language())
            sentence = _("Perhaps the same person is recorded: %(name)s (%(organisation)s).")
            why = sentence % {"name": near.name, "organisation": where}
            return Planned(row.number, Fate.PERHAPS, what, why, write, (near.pk,))
        return Planned(row.number, Fate.NEW, what, "", write)

    def _like(self, name: str, email: str, organisation: Organisation) -> Contact | None:
        """A contact elsewhere with the same name or address, or one here with nearly the same name."""
        key = fold(name)
        for known, address, each in self.contacts:
            is_same = known == key or (email and address == email)
            if is_same or (each.organisation_id == organisation.pk and fuzz.ratio(known, key) >= LIKE):
                return each
        return None

    def _compared(self, row: Row, what: str, known: Contact, values: dict[str, str]) -> Planned:
        """A contact that is recorded: what the row says otherwise. What it leaves empty changes nothing."""
        new = {key: values[key] for key in CHANGEABLE if values[key] and values[key] != getattr(known, key)}
        if not new:
            return Planned(row.number, Fate.SAME, what)
        try:
            told_now = {key: new.get(key, getattr(known, key)) for key in ("name", *CHANGEABLE, "purpose")}
            check_contact(told_now)
        except SolmuError as error:
            raise Refused(told(error)) from None
        why = changes_told({key: (getattr(known, key), text) for key, text in new.items()}, row.labels)

        def write(by: Account, source: Source) -> None:
            change_contact(by=by, source=source, contact=known, **new)

        return Planned(row.number, Fate.CHANGED, what, why, write, (known.pk,))

    def _organisation(self, row: Row) -> Organisation:
        name, city = row.needed("organisation", most=NAME), row.text("city", most=NAME)
        found = self.organisations.named(name)
        if city:
            there = [each for each in found if _is_in(each, city)]
            found = there or [each for each in found if each.place is None]
        if not found:
            sentence = _("no organisation is called “%(name)s”. Correct the name, or add it first.")
            raise row.refused("organisation", sentence % {"name": name})
        if len(found) > 1:
            sentence = _("several are called “%(name)s”: %(every)s. Name the city in a column of its own.")
            every = ", ".join(map(organisation_name, found))
            raise row.refused("organisation", sentence % {"name": name, "every": every})
        return found[0]


def _is_in(organisation: Organisation, city: str) -> bool:
    place = organisation.place
    return place is not None and fold(city) in {fold(name.text) for name in place.names.all()}

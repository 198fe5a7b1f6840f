"""Tables of school pairs: an institution here, one there, the partner, what kind they are, since and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from solmu.core.city import City
from solmu.core.dates import OPEN, End, PartialDate, Period, parse_partial_date
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source
from solmu.core.wording import shown_date
from solmu.desk.answering import told
from solmu.desk.bulk.organisations import Organisations
from solmu.desk.bulk.planning import Column, Fate, Planned, Refused, Row, changes_told
from solmu.desk.naming import partner_name, reading_language
from solmu.places.models import Place
from solmu.places.names import fold
from solmu.registry.actions.institutions import add_institution_link, change_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import InstitutionLink, Organisation, Partnership
from solmu.registry.naming import text_in
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import InstitutionLevel, OrganisationKind

NAME = 200
WORDS = 60
LANGUAGES = ("fi", "sv", "en")
UNTIL_FURTHER_NOTICE = frozenset({"toistaiseksi", "tills vidare", "until further notice"})

COLUMNS = (
    Column(
        "home",
        gettext_lazy("Institution here"),
        (
            *("oppilaitos", "koulu", "koulumme", "oma koulu", "meidän", "oppilaitos täällä", "täällä"),
            *("skola", "läroanstalt", "egen skola", "vår skola", "läroanstalt här", "vår", "här"),
            *("school", "institution", "our school", "institution here", "ours", "home institution"),
        ),
        is_required=True,
    ),
    Column(
        "there",
        gettext_lazy("Institution there"),
        (
            *("kumppanikoulu", "ystävyyskoulu", "kumppanioppilaitos", "oppilaitos siellä", "heidän", "siellä"),
            *("vänskola", "partnerskola", "läroanstalt där", "deras", "där"),
            *("partner school", "partner institution", "institution there", "their school", "theirs"),
        ),
        is_required=True,
    ),
    Column(
        "partner",
        gettext_lazy("Partner"),
        ("kumppani", "kumppanikaupunki", "ystävyyskaupunki", "kaupunki", "partner", "partnerstad", "vänort", "stad",
         "partner city", "sister city", "city"),
        is_required=True,
        fills=True,
    ),
    Column(
        "kind",
        gettext_lazy("Kind"),
        ("laji", "tyyppi", "koulumuoto", "aste", "slag", "typ", "stadium", "kind", "type", "level"),
        is_required=True,
        fills=True,
    ),
    Column(
        "since",
        gettext_lazy("Since"),
        ("alkaen", "alkoi", "alku", "vuodesta", "från", "sedan", "början", "since", "from", "start"),
    ),
    Column(
        "until",
        gettext_lazy("Until"),
        ("asti", "päättyi", "loppu", "päättyy", "till", "slut", "until", "to", "end"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One institution of a pair: the one that is recorded, or one to be added under this name."""

    name: str
    place: Place
    known: Organisation | None

    @property
    def key(self) -> tuple[str, str]:
        return (self.known.pk, "") if self.known else (self.place.pk, fold(self.name))

    def row(self, kind: OrganisationKind, organisations: Organisations, by: Account, source: Source) -> Organisation:
        """The recorded one; else it is added, once for all rows that name it."""
        found = self.known or organisations.at(self.name, self.place.pk)
        if found is None:
            found = add_organisation(by=by, source=source, kind=kind, name=self.name, place=self.place)
            organisations.add(found)
        return found


class Pairs:
    """What the record knows that rows of school pairs are compared with; a constant number of queries."""

    def __init__(self, _day: date, _city: City) -> None:
        self.organisations = Organisations.of_kinds(*InstitutionLevel.values)
        home = home_city()
        self.home = home.place if home else None
        ties = Partnership.objects.live().select_related("partner").prefetch_related("partner__names").order_by("pk")
        self.partners: dict[str, list[Partnership]] = {}
        for tie in ties:
            for key in {fold(name.text) for name in tie.partner.names.all()}:
                self.partners.setdefault(key, []).append(tie)
        self.links: dict[tuple[Any, Any], InstitutionLink] = {}
        for link in InstitutionLink.objects.live().select_related("record").order_by("pk"):
            self.links.setdefault(((link.home_institution_id, ""), (link.partner_institution_id, "")), link)
        self.levels = _levels()

    def plan(self, rows: Iterable[Row]) -> list[Planned]:
        seen: dict[tuple[Any, Any], int] = {}
        return [self._planned(row, seen) for row in rows]

    def _planned(self, row: Row, seen: dict[tuple[Any, Any], int]) -> Planned:
        what = " – ".join(filter(None, (row.own.get("home", ""), row.own.get("there", ""))))
        try:
            return self._judged(row, what, seen)
        except Refused as refused:
            return Planned(row.number, Fate.REFUSED, what, str(refused))

    def _judged(self, row: Row, what: str, seen: dict[tuple[Any, Any], int]) -> Planned:
        ours, theirs = row.needed("home", most=NAME), row.needed("there", most=NAME)
        tie, level = self._partner(row), self._level(row)
        since, until = _date(row, "since"), _end(row)
        if self.home is None:
            raise Refused(_("The record has no home city yet."))
        home = Side(ours, self.home, self.organisations.at(ours, self.home.pk))
        there = Side(theirs, tie.partner, self.organisations.at(theirs, tie.partner_id))
        pair = (home.key, there.key)
        if home.key == there.key:
            raise row.refused("there", _("this is the same institution as here. Name both."))
        if pair in seen:
            return Planned(row.number, Fate.SAME, what, _("The same as row %(row)s.") % {"row": seen[pair]})
        seen[pair] = row.number
        if link := self.links.get(pair):
            return self._compared(row, what, link, tie, level, since, until)
        _check_period(row, since, until)

        def write(by: Account, source: Source) -> None:
            kind = OrganisationKind(level.value)
            add_institution_link(
                by=by,
                source=source,
                level=level,
                home_institution=home.row(kind, self.organisations, by, source),
                partner_institution=there.row(kind, self.organisations, by, source),
                partnership=tie,
                linked_from=since,
                linked_until=until,
            )

        alike = [near for side in (home, there) if not side.known and (near := self._like(side))]
        if alike:
            names = ", ".join(f"“{text_in(near.name, reading_language())}”" for near in alike)
            sentence = _("Nearly the same name is recorded: %(names)s.") % {"names": names}
            return Planned(row.number, Fate.PERHAPS, what, sentence, write)
        added = [side.name for side in (home, there) if not side.known]
        why = _("Institutions that are added too: %(names)s.") % {"names": ", ".join(added)} if added else ""
        return Planned(row.number, Fate.NEW, what, why, write)

    def _like(self, side: Side) -> Organisation | None:
        return self.organisations.like(side.name, {side.place.pk, None})

    def _compared(
        self, row: Row, what: str, link: InstitutionLink, tie: Partnership, level: InstitutionLevel,
        since: PartialDate | None, until: End,
    ) -> Planned:  # fmt: skip
        """A pair that is recorded: what the row itself says otherwise. What it leaves empty changes nothing."""
        values: dict[str, Any] = {}
        changes: dict[str, tuple[object, object]] = {}
        if since is not None and since != link.linked_from:
            values["linked_from"] = since
            changes["since"] = (link.linked_from and shown_date(link.linked_from), shown_date(since))
        if until is not None and until != link.linked_until:
            values["linked_until"] = until
            changes["until"] = (_shown_end(link.linked_until), _shown_end(until))
        if "kind" in row.own and level != link.level:
            values["level"] = level
            changes["kind"] = (InstitutionLevel(link.level).label, level.label)
        if "partner" in row.own and tie.pk != link.partnership_id:
            values["partnership"] = tie
            changes["partner"] = ("", partner_name(tie))
        if not values:
            return Planned(row.number, Fate.SAME, what)
        _check_period(row, values.get("linked_from", link.linked_from), values.get("linked_until", link.linked_until))

        def write(by: Account, source: Source) -> None:
            change_institution_link(by=by, source=source, link=link, **values)

        return Planned(row.number, Fate.CHANGED, what, changes_told(changes, row.labels), write)

    def _partner(self, row: Row) -> Partnership:
        name = row.needed("partner", most=NAME)
        found = self.partners.get(fold(name), [])
        if not found:
            sentence = _("no partner is called “%(name)s”. Correct the name, or add the partner first.")
            raise row.refused("partner", sentence % {"name": name})
        if len(found) > 1:
            sentence = _("several partners are called “%(name)s”. Enter these pairs one by one.")
            raise row.refused("partner", sentence % {"name": name})
        return found[0]

    def _level(self, row: Row) -> InstitutionLevel:
        word = row.needed("kind", most=WORDS)
        found = self.levels.get(fold(word))
        if found is None:
            every = ", ".join(str(level.label) for level in InstitutionLevel)
            sentence = _("“%(word)s” is no kind of institution. Write one of: %(every)s.")
            raise row.refused("kind", sentence % {"word": word, "every": every})
        return found


def _levels() -> dict[str, InstitutionLevel]:
    """Kinds of institutions by their words, in the plural and the singular, in any language of the desk."""
    found: dict[str, InstitutionLevel] = {}
    for language in LANGUAGES:
        with override(language):
            for level in InstitutionLevel:
                for word in (level.value, str(level.label), str(OrganisationKind(level.value).label)):
                    found.setdefault(fold(word), level)
    return found


def _date(row: Row, key: str) -> PartialDate | None:
    text = row.text(key, most=WORDS)
    if not text:
        return None
    try:
        return parse_partial_date(text, (reading_language(), *LANGUAGES))
    except SolmuError as error:
        raise row.refused(key, told(error)) from None


def _end(row: Row) -> End:
    return OPEN if fold(row.text("until", most=WORDS)) in UNTIL_FURTHER_NOTICE else _date(row, "until")


def _shown_end(end: End) -> str:
    return _("until further notice") if end is OPEN else shown_date(end) if isinstance(end, PartialDate) else ""


def _check_period(row: Row, since: PartialDate | None, until: End) -> None:
    try:
        Period(since, until)
    except SolmuError as error:
        raise row.refused("until", told(error)) from None

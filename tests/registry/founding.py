"""A small record to test with: a home city on the coast, partners, and who writes them down."""

from __future__ import annotations

from datetime import date
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.actions import add_account, add_source
from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.models import Account, Source, system_actor
from solmu.core.vocabulary import SourceKind
from solmu.places.actions import register_place
from solmu.places.models import Place
from solmu.places.rules import Name
from solmu.registry.actions.agreements import add_agreement
from solmu.registry.actions.founding import found_home_city
from solmu.registry.actions.organisations import city_of
from solmu.registry.actions.partnerships import add_partnership
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.registry.vocabulary import AgreementKind, Relation

BY = system_actor()


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


def end(text: str) -> End:
    return OPEN if text == ".." else PartialDate.from_edtf(text) if text else None


def account(role: str, *, is_active: bool = True) -> Account:
    kept = add_account(by=BY, email=f"{role}-{is_active}@example.org".lower(), role=role)
    if not is_active:
        Account.objects.filter(pk=kept.pk).update(is_active=False)
        kept.refresh_from_db()
    return kept


def page(title: str = "A page", *, is_public: bool = True, language: str = "en") -> Source:
    return add_source(
        by=BY,
        kind=SourceKind.PAGE,
        title=title,
        read_on=date(2026, 11, 24),
        is_public=is_public,
        address="https://example.org/page",
        language=language,
    )


def home(source: Source) -> Organisation:
    names = [Name("Rantala", "fi", "official", genitive="Rantalan"), Name("Strandby", "sv", "official")]
    return found_home_city(by=BY, source=source, country="FI", names=names, latitude=60.1, longitude=24.9)


def place(source: Source, name: str = "Tartu", country: str = "EE", **names: str) -> Place:
    every = [Name(text, language) for language, text in names.items()] or [Name(name, "en")]
    return register_place(by=BY, source=source, country=country, names=every)


def partnership(source: Source, partner: Place, *, is_published: bool = True, **facts: Any) -> Partnership:
    facts.setdefault("relation", Relation.SISTER_CITY)
    return add_partnership(by=BY, source=source, partner=partner, is_published=is_published, **facts)


def city(source: Source, where: Place, name: str = "Tartu", *, is_published: bool = True) -> Organisation:
    return city_of(by=BY, source=source, place=where, name=name, is_published=is_published)


def agreement(source: Source, *ties: Partnership, is_published: bool = True, **facts: Any) -> Agreement:
    """An agreement between home and the partners of the ties; dates as EDTF text."""
    for name in ("signed", "valid_from"):
        if name in facts:
            facts[name] = on(facts[name])
    if "valid_until" in facts:
        facts["valid_until"] = end(facts["valid_until"])
    facts.setdefault("kind", AgreementKind.MEMORANDUM_OF_UNDERSTANDING)
    facts["themes"] = [LazyI18nString({"en": theme}) for theme in facts.get("themes", ())]
    return add_agreement(
        by=BY, source=source, parties=[home(source)], partnerships=ties, is_published=is_published, **facts
    )

"""What a record without a title of its own is called, in every language: by kind, partners and years.

Names of cities stand in the nominative; nothing here inflects.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.wording import lower_first, shown_date
from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.registry.models import Agreement
from solmu.registry.records import by_language
from solmu.registry.vocabulary import AgreementKind, Ordinal


def agreement_name(agreement: Agreement, language: str) -> str:
    """*Shanghai: memorandum of understanding, until 2019*. Partners' names must be prefetched."""
    partners = ", ".join(partner_names(agreement, language))
    what = agreement_label(agreement, language)
    return f"{partners}: {lower_first(what)}" if partners else what


def agreement_label(agreement: Agreement, language: str) -> str:
    """The name without the partners: *Memorandum of understanding, until 2019*."""
    titles = by_language(agreement.title)
    if titles:
        return titles.get(language) or next(iter(titles.values()))
    with override(language):
        kind = str(AgreementKind(agreement.kind).label)
        if agreement.ordinal == Ordinal.FIRST:
            kind = _("first %(kind)s") % {"kind": lower_first(kind)}
            kind = kind[:1].upper() + kind[1:]
        years = agreement_years(agreement)
        return f"{kind}, {years}" if years else kind


def agreement_years(agreement: Agreement) -> str:
    """*1999*, *2020–2024*, *until 2019*, in the active language; empty where no year is known."""
    began = agreement.valid_from or agreement.signed
    end = agreement.terminated_on or agreement.valid_until
    if isinstance(end, PartialDate):
        if began is None:
            return _("until %(date)s") % {"date": shown_date(PartialDate(end.year))}
        return f"{began.year}–{end.year}" if end.year != began.year else str(began.year)
    return str(began.year) if began else ""


def partner_names(agreement: Agreement, language: str) -> list[str]:
    """The partner cities of an agreement by the names a reader knows them by; else its parties other than home."""
    places: Iterable[Place] = [row.partnership.partner for row in agreement.partnership_rows.all()]
    names = [shown_name_of(place, language).text for place in places]
    if names:
        return names
    others = [party.organisation for party in agreement.parties.all() if not party.organisation.is_home]
    return [text_in(organisation.name, language) for organisation in others]


def text_in(value: LazyI18nString, language: str) -> str:
    """A text in the language, else in any it has."""
    texts = by_language(value)
    return texts.get(language) or next(iter(texts.values()), "")

"""Agreements as rows of a table, their themes as lists, and what several lists are filtered by."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from i18nfield.strings import LazyI18nString

from solmu.core.wording import lower_first, shown_date
from solmu.places.countries import country_name
from solmu.portal.addresses import agreement_address
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.reader import Reader
from solmu.portal.composing.wording import agreement_status, kind_word, suspension, validity
from solmu.portal.pages.parts import AgreementRow, Fact, Text, ThemeList
from solmu.registry.models import Decision, Partnership
from solmu.registry.models.base import is_shown
from solmu.registry.naming import agreement_label, agreement_name, text_in
from solmu.registry.queries.agreements import AgreementOnDay, ThemeLine
from solmu.registry.records import by_language


def agreement_row(
    reader: Reader, each: AgreementOnDay, cited: Cited | None = None, themes: Sequence[ThemeLine] = ()
) -> AgreementRow:
    """An agreement in a table: among others of its partner with `cited`, else in the register of all."""
    agreement, language = each.agreement, reader.language
    name = agreement_name(agreement, language)
    parties = [] if cited else [text_in(party.organisation.name, language) for party in agreement.parties.all()]
    return AgreementRow(
        anchor=agreement.pk,
        title=agreement_label(agreement, language) if cited else name,
        href=agreement_address(language, agreement.pk, name),
        status=agreement_status(each.status),
        made=shown_date(agreement.signed) if agreement.signed else "",
        in_force=validity(each),
        paused="; ".join(map(suspension, each.suspensions)),
        status_note=lower_first(_("No successor is recorded.")).rstrip(".") if each.ended_without_successor else "",
        parties=", ".join(parties),
        themes="; ".join(theme_text(reader, theme).words for theme in themes),
        cites=cited.record(agreement.pk) if cited else (),
    )


def theme_text(reader: Reader, line: ThemeLine) -> Text:
    """The theme's wording; where that is in another language, the city's theme it points to, if it points to one."""
    wordings = by_language(line.wording)
    if reader.language in wordings:
        return Text(wordings[reader.language])
    if len(line.theme_names) == 1 and (name := by_language(line.theme_names[0]).get(reader.language)):
        return Text(name)
    language, words = next(iter(wordings.items()), ("", ""))
    return reader.text(words, language)


def theme_list(reader: Reader, each: AgreementOnDay, lines: Sequence[ThemeLine], cited: Cited) -> ThemeList:
    """The themes of an agreement in its order, with what they are from."""
    told = ", ".join(filter(None, (kind_word(each.agreement), validity(each))))
    return ThemeList(
        intro=told, themes=tuple(theme_text(reader, line) for line in lines), cites=cited.record(each.agreement.pk)
    )


def decided(label: str, decision: Decision) -> Fact | None:
    """Who decided, when and under which section and case; None for a decision that is internal."""
    if not is_shown(decision.record, public_only=True):
        return None
    case = pgettext("of a decision", "case %(id)s") % {"id": decision.case_id} if decision.case_id else ""
    day = shown_date(decision.decided) if decision.decided else ""
    words = ", ".join(filter(None, (decision.organ, day, decision.section, case)))
    return Fact(label, Text(words), decision.address)


def shown_text(reader: Reader, value: LazyI18nString) -> Text:
    """A text in the reader's language, else in another it has, which is said."""
    texts = by_language(value)
    language = reader.language if reader.language in texts else next(iter(texts), "")
    return reader.text(texts.get(language, ""), language)


def shown_name(reader: Reader, value: LazyI18nString) -> Text:
    """The name of an organisation, marked with its language but without a note: a name is what it is in any."""
    text = shown_text(reader, value)
    return Text(text.words, text.lang)


def country_choice(reader: Reader, partnership: Partnership) -> tuple[str, str]:
    """The choice of a list's filter that a partner's country is: its code in an address, and its name."""
    country = partnership.partner.country
    return country.lower(), country_name(country, reader.language)

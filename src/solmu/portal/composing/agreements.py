"""The register of agreements, and an agreement's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.wording import shown_date
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import agreement_address, agreements_address, partner_address
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.drawings import timeline_view
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.media import document_line
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import agreement_row, country_choice, decided, shown_text, theme_list
from solmu.portal.composing.wording import agreement_status, kind_word, period, statement, validity
from solmu.portal.pages.agreements import AgreementPage, AgreementRegisterPage
from solmu.portal.pages.parts import Fact, Text
from solmu.registry.models import Agreement, AgreementSuspension
from solmu.registry.naming import agreement_label, agreement_name, partner_names, text_in
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on, suspensions_of, themes_of
from solmu.registry.queries.decisions import decisions_by_id
from solmu.registry.queries.documents import documents_of
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.themes import CityTheme, city_themes_of
from solmu.registry.rules import IN_FORCE
from solmu.registry.vocabulary import AgreementKind, AgreementStatus


def register_page(reader: Reader, asked: Asked) -> AgreementRegisterPage | None:
    """The public agreements that an address asks for, oldest first, with their status on the reader's day."""
    agreements = agreements_on(reader.day, lead=reader.lead, public_only=True, with_parties=True)
    ids = [each.agreement.pk for each in agreements]
    filters = _filters(reader, city_themes_of(ids, reader.day, public_only=True))
    listed = list_of(reader, agreements, filters, asked, address=agreements_address, counted=_counted)
    if listed is None:
        return None
    themes = themes_of((each.agreement.pk for each in listed.rows), reader.day)
    running = sum(each.status.status in IN_FORCE for each in agreements)
    lead = _("In force on %(day)s or without a recorded end: %(number)d.") % {
        "day": reader.shown_day,
        "number": running,
    }
    title = _("Agreements")
    return AgreementRegisterPage(
        frame=frame(
            reader, title=listed.title(title), address=listed.address, canonical=listed.canonical, section="agreements",
            description=f"{listed.view.sentence} {lead}",
        ),
        heading=title,
        lead=lead if agreements else "",
        listing=listed.view,
        agreements=tuple(agreement_row(reader, each, themes=themes.get(each.agreement.pk, ())) for each in listed.rows),
    )  # fmt: skip


def _counted(number: int) -> str:
    return ngettext("%(number)d agreement", "%(number)d agreements", number) % {"number": number}


def _filters(reader: Reader, themes: Mapping[str, Sequence[CityTheme]]) -> tuple[Filter[AgreementOnDay], ...]:
    def of_theme(each: AgreementOnDay) -> list[tuple[str, str]]:
        return [(theme.id, text_in(theme.name, reader.language)) for theme in themes.get(each.agreement.pk, ())]

    def of_country(each: AgreementOnDay) -> list[tuple[str, str]]:
        return [country_choice(reader, row.partnership) for row in each.agreement.partnership_rows.all()]

    def of_status(each: AgreementOnDay) -> list[tuple[str, str]]:
        return [(each.status.status, agreement_status(each.status).word)]

    def of_kind(each: AgreementOnDay) -> list[tuple[str, str]]:
        return [(each.agreement.kind, kind_word(each.agreement))]

    return (
        Filter("status", _("Status"), of_status, order=AgreementStatus.values),
        Filter(
            "kind", _("Kind"), lambda each: [(each.agreement.kind, kind_word(each.agreement))], AgreementKind.values
        ),
        Filter("theme", _("Theme"), of_theme),
        Filter("country", _("Country"), of_country),
    )


def agreement_page(reader: Reader, record_id: str) -> AgreementPage | None:
    """One agreement with the line it belongs to; None where there is none the public may see, or not yet on the day."""
    line = agreements_on(reader.day, lead=reader.lead, public_only=True, record_id=record_id, with_parties=True)
    each = next((member for member in line if member.agreement.pk == record_id), None)
    if each is None:
        return None
    agreement, language = each.agreement, reader.language
    cited = Cited(citations_of([member.agreement.pk for member in line], public_only=True))
    paused = suspensions_of(record_id) if each.facts.suspensions else []
    name = agreement_name(agreement, language)
    told = statement(each, cited.record(record_id))
    themes = themes_of([record_id], reader.day).get(record_id, [])
    return AgreementPage(
        frame=frame(
            reader,
            title=name,
            address=lambda code: agreement_address(code, record_id, agreement_name(agreement, code)),
            section="agreements",
            description=f"{told.lead} {told.words}".strip(),
        ),
        title=agreement_label(agreement, language),
        lead=", ".join(partner_names(agreement, language)),
        status=agreement_status(each.status),
        register_href=agreements_address(language),
        statement=told,
        facts=(*facts_of(reader, each, cited, _reasons(reader, paused)), *_decisions(agreement, paused)),
        documents=tuple(document_line(reader, row) for row in documents_of(record_id)),
        themes=(theme_list(reader, each, themes, cited),) if themes else (),
        series_title=_("The line it belongs to") if len(line) > 1 else _("On a timeline"),
        timeline=timeline_view(reader, line, _("Agreements of this line"), "series") if is_told_in_time(line) else None,
        series=tuple(agreement_row(reader, member, cited) for member in line) if is_told_in_time(line) else (),
        sources=cited.blocks(reader),
    )


def facts_of(reader: Reader, each: AgreementOnDay, cited: Cited, reasons: Sequence[Fact] = ()) -> tuple[Fact, ...]:
    """What an agreement is, with whom, and when; `reasons` tell why it was suspended."""
    agreement, cites = each.agreement, cited.record(each.agreement.pk)
    parties = [text_in(party.organisation.name, reader.language) for party in agreement.parties.all()]
    not_recorded = _("not recorded")
    facts = [
        Fact(_("Kind"), Text(kind_word(agreement)), cites=cites),
        Fact(_("Parties"), Text(", ".join(parties) or not_recorded)),
        Fact(_("Made"), Text(shown_date(agreement.signed) if agreement.signed else not_recorded)),
        Fact(_("In force"), Text(validity(each) or not_recorded)),
    ]
    if paused := each.suspensions:
        told = (period(pause.start, pause.end) or _("time not known") for pause in paused)
        facts.append(Fact(pgettext("of an agreement", "Suspended"), Text("; ".join(told))))
        facts += reasons
    for row in agreement.partnership_rows.all():
        if row.partnership.record.is_published:
            name = shown_name_of(row.partnership.partner, reader.language).text
            facts.append(Fact(_("Partner"), Text(name), partner_address(reader.language, row.partnership.pk, name)))
    return tuple(facts)


def is_told_in_time(line: Sequence[AgreementOnDay]) -> bool:
    """Whether a line has more to draw than its one agreement's two ends."""
    return len(line) > 1 or any(each.facts.suspensions for each in line)


def _reasons(reader: Reader, paused: Sequence[AgreementSuspension]) -> list[Fact]:
    """Why it was suspended, each time that is told."""
    reasons = [shown_text(reader, row.reason) for row in paused]
    return [Fact(_("Reason for the suspension"), reason) for reason in reasons if reason.words]


def _decisions(agreement: Agreement, paused: Sequence[AgreementSuspension]) -> list[Fact]:
    """What was decided of it: who approved, suspended and ended it, who decided that nothing follows."""
    told = (
        (_("Approved by"), agreement.approved_by_id),
        *((_("Suspension decided by"), row.decision_id) for row in paused),
        (_("Termination decided by"), agreement.termination_decision_id),
        (_("That nothing follows was decided by"), agreement.no_successor_decision_id),
    )
    decisions = decisions_by_id([key for _label, key in told if key])
    facts = (decided(label, decisions[key]) for label, key in told if key in decisions)
    return [fact for fact in facts if fact]

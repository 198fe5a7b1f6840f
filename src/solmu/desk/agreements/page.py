"""What an agreement's page says, in sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.models import Account, Source
from solmu.core.wording import lower_first, shown_date
from solmu.desk.agreements.held import Held
from solmu.desk.agreements.steps import BESIDE, STEPS
from solmu.desk.agreements.wording import address_of, end_words, next_of, renewal_address, status_cell, validity_words
from solmu.desk.editing.fields import LANGUAGE_NAMES, texts_of
from solmu.desk.editing.steps import Button, buttons
from solmu.desk.listing import Cell
from solmu.desk.naming import partner_name, reading_language
from solmu.desk.record_page import Fact, Section, Table, fact, fact_in_languages
from solmu.desk.records.fields import field_word
from solmu.registry.models import AgreementDocument
from solmu.registry.naming import agreement_label, text_in
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries import happenings
from solmu.registry.queries.agreements import themes_of
from solmu.registry.queries.commitments import commitments_of
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.happenings import Happening
from solmu.registry.rules.commitments import next_due
from solmu.registry.rules.documents import NAMES
from solmu.registry.vocabulary import PartyRole, Publicity, RenewalMode
from solmu.stewardship.vocabulary import RenewalStage

HAPPENED: dict[str, str | Promise] = {
    happenings.APPROVAL: gettext_lazy("Approved"),
    happenings.SUSPENSION: gettext_lazy("Suspended"),
    happenings.AMENDMENT: gettext_lazy("Amended"),
    happenings.NOTICE: gettext_lazy("Notice given"),
    happenings.REVIEW: gettext_lazy("Reviewed"),
    happenings.TERMINATION: gettext_lazy("Terminated"),
    happenings.NO_SUCCESSOR: gettext_lazy("Decided that nothing follows"),
}


CITED: dict[str, str | Promise] = {
    "partners": gettext_lazy("Partner"),
    "agreement_kind": gettext_lazy("Kind"),
}
"""Facts of the claims format that are called otherwise than columns."""


def sections(held: Held, by: Account, languages: Sequence[str]) -> list[Section]:
    """Every section of the page; nine queries at most."""
    beside = {
        button.href.rstrip("/").rsplit("/", 1)[1]: button
        for button in buttons(by, held, held.day, [step for step in STEPS if step.verb in BESIDE], address_of(held))
    }
    found = [
        Section(_("Now"), facts=tuple(_now(held))),
        Section(_("Dates and terms"), facts=tuple(_terms(held, languages))),
        _parties(held),
        documents_section(held, by),
        _renewals(held),
        _themes(held),
        _commitments(held, beside),
        _happenings(held),
        _line(held, beside),
        _sources(held),
    ]
    return [each for each in found if each.facts or each.table or each.buttons]


def step_buttons(held: Held, by: Account) -> tuple[Button, ...]:
    """What stands on top of the page: a renewal under way to go on with, then the steps."""
    under_way = (Button(_("Go on with the renewal"), renewal_address(held.agreement)),) if held.renewal else ()
    steps = [step for step in STEPS if step.verb not in BESIDE]
    return (*under_way, *buttons(by, held, held.day, steps, address_of(held)))


def _now(held: Held) -> Iterable[Fact]:
    agreement, row = held.agreement, held.on_day
    yield fact(
        _("Partner"),
        *(
            Cell(partner_name(tie.partnership), reverse("desk:record-page", args=[tie.partnership_id]))
            for tie in agreement.partnership_rows.all()
        ),
    )
    if row is not None:
        end = end_words(row.end.end)
        note = _("it has renewed itself") if row.end.term else ""
        yield fact(_("Ends"), Cell(end, note=note))
        found = next_of(row, held.day, held.lead)
        if found.on or found.words:
            yield fact(_("Next"), Cell(shown_date(found.on), note=found.words) if found.on else found.words)
        if row.status.certain is False:
            yield fact(_("Certainty"), _("Not every date it follows from is known to the day."))
    if successor := agreement.replaced_by:
        yield fact(_("Replaced by"), Cell(agreement_label(successor, reading_language()), address_of(successor)))
    if agreement.successor_draft_id:
        yield fact(
            _("Drafted to follow it"),
            Cell(_("a draft"), reverse("desk:agreement", args=[agreement.successor_draft_id])),
        )


def _terms(held: Held, languages: Sequence[str]) -> Iterable[Fact]:
    found = held.agreement
    yield fact_in_languages(_("Title"), found.title, languages)
    yield fact(_("What the document calls itself"), found.kind_as_written)
    yield fact(_("Signed"), shown_date(found.signed) if found.signed else None)
    yield fact(_("In force from"), shown_date(found.valid_from) if found.valid_from else None)
    yield fact(_("In force until, as agreed"), end_words(found.valid_until))
    yield fact(_("How it renews"), str(RenewalMode(found.renewal_mode).label) if found.renewal_mode else None)
    if found.renewal_months:
        yield fact(_("Renews itself for"), _months(found.renewal_months))
    if found.most_renewals:
        yield fact(_("At most so many times"), str(found.most_renewals))
    yield fact(_("Notice"), _months(found.notice_months) if found.notice_months else None)
    yield fact(_("Next review"), shown_date(found.review_on) if found.review_on else None)
    if found.review_every_months:
        yield fact(_("Reviewed every"), _months(found.review_every_months))


def _months(number: int) -> str:
    return ngettext("%(number)s month", "%(number)s months", number) % {"number": number}


def _parties(held: Held) -> Section:
    language = reading_language()
    rows = []
    for row in held.parties:
        notes = [str(PartyRole(row.role).label)] if row.role != PartyRole.PARTY else []
        if row.party_from:
            notes.append(_("since %(day)s") % {"day": shown_date(row.party_from)})
        if isinstance(row.party_until, PartialDate):
            notes.append(_("until %(date)s") % {"date": shown_date(row.party_until)})
        missing = _("missing") if held.agreement.stage and row.must_sign else "–"
        rows.append(
            (
                Cell(
                    text_in(row.organisation.name, language),
                    reverse("desk:record-page", args=[row.organisation_id]),
                    note=", ".join(notes),
                ),
                Cell(row.signatory or "–", note=row.signatory_title),
                Cell(shown_date(row.signed) if row.signed else missing, note=row.signing_place),
            )
        )
    return Section(
        _("Parties"),
        table=Table((_("Party"), _("Who signed"), _("Signed on")), tuple(rows)),
        empty=_("No party is recorded."),
    )


def may_read_document(by: Account, row: AgreementDocument) -> bool:
    """What is secret or partly secret is for those who keep the record alone."""
    return row.publicity == Publicity.PUBLIC or can_keep_record(by)


def type_words(row: AgreementDocument) -> str:
    """*PDF*, *DOCX*: drafts come as both, called the same."""
    return NAMES.get(row.file.media_type, row.file.media_type)


def documents_section(held: Held, by: Account) -> Section:
    may_change = can_keep_record(by)
    rows = AgreementDocument.objects.filter(agreement=held.pk).select_related("file")
    found = []
    for row in rows.order_by("language", "-version", "pk"):
        notes = [type_words(row), _("version %(number)s") % {"number": row.version}]
        notes += [_("signed")] if row.is_signed else []
        notes += [_("everyone can read it")] if row.is_accessible else []
        href = reverse("desk:document", args=[held.pk, row.pk]) if may_read_document(by, row) else ""
        found.append(
            (
                Cell(row.title or row.file.name, href, note=", ".join(notes)),
                Cell(str(LANGUAGE_NAMES.get(row.language, row.language)) or "–"),
                Cell(str(Publicity(row.publicity).label), note=row.publicity_ground),
                Cell(_("on the public site") if row.is_published else _("internal")),
            )
        )
    return Section(
        _("Documents"),
        table=Table((_("Document"), _("Language"), _("Publicity"), _("Shown to")), tuple(found)),
        empty=_("No document is recorded."),
        buttons=(Button(_("Add a document"), reverse("desk:add-document", args=[held.pk])),) if may_change else (),
    )


def _renewals(held: Held) -> Section:
    rows = tuple(
        (
            Cell(
                str(RenewalStage(row.stage).label),
                renewal_address(held.agreement) if row.is_running else "",
                note=row.drop_reason,
            ),
            Cell(shown_date(row.begun_on)),
            Cell(shown_date(row.ended_on) if row.ended_on else _("under way")),
            Cell((row.owner.name or row.owner.email) if row.owner else "–"),
        )
        for row in held.renewals
    )
    head = (_("Stage"), _("Begun"), _("Ended"), _("Owner"))
    if not rows:
        return Section(_("Renewal"))
    return Section(_("Renewal"), table=Table(head, rows))


def _themes(held: Held) -> Section:
    language = reading_language()
    lines = themes_of([held.pk], held.day).get(held.pk, [])
    cells = [
        Cell(
            text_in(line.wording, language),
            note=", ".join(
                name
                for each in line.theme_names
                if (name := text_in(each, language)) and name not in texts_of(line.wording).values()
            ),
        )
        for line in lines
    ]
    return Section(_("Themes"), facts=(fact(_("In its own words"), *cells),) if cells else ())


def _commitments(held: Held, beside: dict[str, Button]) -> Section:
    language = reading_language()
    rows, is_open = [], False
    for row, met in commitments_of(held.pk):
        due = next_due(row.due_on, row.every_months, row.until, set(met)) if row.due_on else None
        is_open = is_open or due is not None
        last = max(met.values(), key=lambda day: day.latest, default=None)
        rows.append(
            (
                Cell(text_in(row.text, language), reverse("desk:record-page", args=[row.pk])),
                Cell(shown_date(due) if due else "–", note=_every(row.every_months)),
                Cell(shown_date(last) if last else "–"),
            )
        )
    shown = [beside[verb] for verb in ("commit", "fulfil") if verb in beside and (verb == "commit" or is_open)]
    return Section(
        _("Commitments"),
        table=Table((_("What is to be done"), _("Next due"), _("Last done")), tuple(rows)) if rows else None,
        empty=_("No commitment is recorded."),
        buttons=tuple(shown),
    )


def _every(months: int | None) -> str:
    if not months:
        return ""
    return ngettext("every month", "every %(number)s months", months) % {"number": months}


def _happenings(held: Held) -> Section:
    rows = tuple((Cell(str(HAPPENED[each.what])), _when(each), _why(each), _decided(each)) for each in held.happenings)
    head = (_("What"), _("When"), _("In words"), _("By which decision"))
    return Section(_("What happened"), table=Table(head, rows) if rows else None)


def _when(each: Happening) -> Cell:
    on = shown_date(each.on) if each.on else _("not known")
    if each.what == happenings.SUSPENSION:
        return Cell(validity_words(each.on, each.until))
    if each.what == happenings.AMENDMENT and each.until is not None:
        return Cell(on, note=_("new end: %(end)s") % {"end": _end(each.until)})
    if each.what == happenings.NOTICE and isinstance(each.until, PartialDate):
        return Cell(on, note=_("it binds until %(day)s") % {"day": shown_date(each.until)})
    return Cell(on)


def _end(end: End) -> str:
    return _("until further notice") if end is OPEN else end_words(end)


def _why(each: Happening) -> Cell:
    language = reading_language()
    by = text_in(each.who, language)
    return Cell(". ".join(filter(None, (by, text_in(each.words, language)))) or "–")


def _decided(each: Happening) -> Cell:
    """The decision, with the way to its own page: its case and its minutes are there."""
    if each.decision_id is None:
        return Cell("–")
    words = " ".join(filter(None, (each.organ, shown_date(each.decided) if each.decided else "", each.section)))
    return Cell(words, reverse("desk:decision", args=[each.decision_id]))


def _line(held: Held, beside: dict[str, Button]) -> Section:
    language = reading_language()
    rows = tuple(
        (
            Cell(
                agreement_label(row.agreement, language),
                "" if row.agreement.pk == held.pk else address_of(row.agreement),
            ),
            Cell(validity_words(row.validity.start, row.validity.end)),
            status_cell(row),
        )
        for row in held.line
    )
    is_line = len(rows) > 1 or held.agreement.is_series_proposed
    return Section(
        _("The line it belongs to"),
        table=Table((_("Agreement"), _("In force"), _("Status")), rows) if is_line else None,
        buttons=tuple(beside[verb] for verb in ("confirm-line", "leave-line") if verb in beside and is_line),
    )


def _sources(held: Held) -> Section:
    """Each fact with its words, those of one fact in one source together."""
    quotes: dict[tuple[str, str], list[str]] = {}
    sources: dict[str, Source] = {}
    for row in citations_of([held.pk], public_only=False).get(held.pk, []):
        quotes.setdefault((str(CITED.get(row.field) or field_word(row.field)), row.source_id), []).append(row.quote)
        sources[row.source_id] = row.source
    rows = tuple(
        (
            Cell(word),
            Cell("; ".join(f"”{quote}”" for quote in dict.fromkeys(said))),
            Cell(
                sources[key].title,
                reverse("desk:source", args=[key]),
                note=_read_on(sources[key].read_on),
            ),
        )
        for (word, key), said in quotes.items()
    )
    head = (_("What it says of"), _("Words of the source"), _("Source"))
    return Section(_("Where this was read"), table=Table(head, rows) if rows else None)


def _read_on(day: date | None) -> str:
    return _("read %(day)s") % {"day": shown_date(day)} if day else ""


def kind_words(held: Held) -> str:
    return lower_first(str(held.agreement.get_kind_display()))

"""The register of agreements, and each agreement's page and forms."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.audit import recorded
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.desk.agreements.forms import DraftForm, TermsForm
from solmu.desk.agreements.register import AREA
from solmu.desk.agreements.steps import STEPS
from solmu.desk.agreements.wording import address_of, end_words, status_cell
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, answer_step, buttons
from solmu.desk.listing import Cell
from solmu.desk.naming import partner_name, reading_language
from solmu.desk.record_page import Fact, Section, Table, answer_record_page, fact, fact_in_languages
from solmu.registry.actions.agreements import draft_agreement, set_agreement_dates, set_agreement_terms
from solmu.registry.actions.organisations import city_of
from solmu.registry.models import Agreement, AgreementDocument, Partnership
from solmu.registry.naming import agreement_label, agreement_name, text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import AgreementKind, Publicity, RenewalMode
from solmu.stewardship.models.renewals import Renewal
from solmu.stewardship.vocabulary import RenewalStage

DATES = ("signed", "valid_from", "valid_until")


def agreement_of(record_id: str) -> Agreement:
    rows = Agreement.objects.live().select_related("record", "series", "replaced_by")
    found: Agreement | None = (
        rows.prefetch_related("partnership_rows__partnership__partner__names", "parties__organisation")
        .filter(pk=record_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def crumbs() -> tuple[Line, ...]:
    return (Line(_("Agreements"), reverse("desk:agreements")),)


@desk(may=can_read_internal)
def agreement(request: HttpRequest, record_id: str) -> HttpResponse:
    found = agreement_of(record_id)
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    language = reading_language()
    days = agreements_on(day, lead=Term(city.lead_months), public_only=False, record_id=found.pk)
    on_day = next((row for row in days if row.agreement.pk == found.pk), None)
    may_change = can_keep_record(by)
    return answer_record_page(
        request,
        found.record,
        name=agreement_name(found, language),
        kind=found.kind_as_written or str(AgreementKind(found.kind).label),
        status=status_cell(on_day) if on_day else None,
        area=AREA,
        edit_href=reverse("desk:edit-agreement", args=[found.pk]) if may_change else "",
        buttons=buttons(by, found, day, STEPS, address_of(found)),
        crumbs=crumbs(),
        sections=[
            Section(_("Dates and terms"), facts=tuple(_terms(found, on_day, city.languages))),
            _parties(found),
            _documents(found, may_change),
            _renewals(found),
            _series(days, found),
        ],
    )


def _terms(found: Agreement, on_day: AgreementOnDay | None, languages: Sequence[str]) -> list[Fact]:
    facts = [
        fact_in_languages(_("Title"), found.title, languages),
        fact(_("Signed"), shown_date(found.signed) if found.signed else None),
        fact(_("In force from"), shown_date(found.valid_from) if found.valid_from else None),
        fact(_("In force until"), end_words(on_day.end.end if on_day else found.valid_until)),
        fact(_("How it renews"), str(RenewalMode(found.renewal_mode).label) if found.renewal_mode else None),
        fact(_("Notice, in months"), str(found.notice_months) if found.notice_months else None),
        fact(_("Next review"), shown_date(found.review_on) if found.review_on else None),
    ]
    if found.terminated_on:
        facts.append(fact(_("Terminated"), shown_date(found.terminated_on)))
    if found.replaced_by:
        facts.append(
            fact(
                _("Replaced by"),
                Cell(agreement_label(found.replaced_by, reading_language()), address_of(found.replaced_by)),
            )
        )
    return facts


def _parties(found: Agreement) -> Section:
    return Section(
        _("Parties"),
        table=Table(
            (_("Party"), _("Who signed"), _("Signed on")),
            tuple(
                (
                    Cell(text_in(row.organisation.name, reading_language())),
                    Cell(row.signatory or "–", note=row.signatory_title),
                    Cell(shown_date(row.signed) if row.signed else "–"),
                )
                for row in found.parties.all()
            ),
        ),
        empty=_("No party is recorded."),
    )


def _documents(found: Agreement, may_change: bool) -> Section:
    rows = (
        AgreementDocument.objects.filter(agreement=found).select_related("file").order_by("language", "version", "pk")
    )
    return Section(
        _("Documents"),
        table=Table(
            (_("Document"), _("Language"), _("Publicity"), _("Do")),
            tuple(
                (
                    Cell(
                        row.title or row.file.name,
                        reverse("desk:document", args=[found.pk, row.pk]),
                        note=", ".join(filter(None, (f"v{row.version}", _("signed") if row.is_signed else ""))),
                    ),
                    Cell(row.language or "–"),
                    Cell(
                        str(Publicity(row.publicity).label),
                        note=_("on the public site") if row.is_published else _("internal"),
                    ),
                    _document_step(found, row, may_change),
                )
                for row in rows
            ),
        ),
        empty=_("No document is recorded."),
        buttons=(Button(_("Add a document"), reverse("desk:add-document", args=[found.pk])),) if may_change else (),
    )


def _document_step(found: Agreement, row: AgreementDocument, may_change: bool) -> Cell:
    if not may_change:
        return Cell("")
    verb, word = ("withdraw", _("Take off the public site")) if row.is_published else ("publish", _("Publish"))
    return Cell(word, reverse("desk:document-step", args=[found.pk, row.pk, verb]))


def _renewals(found: Agreement) -> Section:
    rows = Renewal.objects.filter(agreement=found).order_by("-begun_on")
    return Section(
        _("Renewal"),
        table=Table(
            (_("Begun"), _("Stage")),
            tuple((Cell(shown_date(row.begun_on)), Cell(str(RenewalStage(row.stage).label))) for row in rows),
        ),
        empty=_("No renewal has been begun."),
    )


def _series(days: Sequence[AgreementOnDay], found: Agreement) -> Section:
    return Section(
        _("Others of the same line"),
        table=Table(
            (_("Agreement"), _("Status")),
            tuple(
                (Cell(agreement_label(row.agreement, reading_language()), address_of(row.agreement)), status_cell(row))
                for row in days
                if row.agreement.pk != found.pk
            ),
        ),
        empty=_("None is recorded."),
    )


@desk(may=can_keep_record)
def new_agreement(request: HttpRequest) -> HttpResponse:
    """A draft with partners' cities and the home city as parties; `?partner=` chooses one beforehand."""
    by = request.by  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        ties = list(
            Partnership.objects.live().filter(pk__in=values.pop("partnerships")).select_related("partner", "record")
        )
        home = home_city()
        with recorded(by=by, action="draft_agreement"):
            cities = [
                city_of(
                    by=by, source=None, place=tie.partner, name=partner_name(tie), is_published=tie.record.is_published
                )
                for tie in ties
            ]
            made = draft_agreement(
                by=by, source=None, partnerships=ties, parties=[*([home] if home else []), *cities], **values
            )
        return Done(address_of(made), _("The draft was made. It is internal until it is published."))

    partner = request.GET.get("partner", "")
    task = Task(
        form=DraftForm,
        heading=_("Draft an agreement"),
        save=save,
        back=reverse("desk:agreements"),
        area=AREA,
        initial={"partnerships": [partner] if partner else []},
        crumbs=crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_agreement(request: HttpRequest, record_id: str) -> HttpResponse:
    found = agreement_of(record_id)
    by = request.by  # type: ignore[attr-defined]

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        dates = {name: form.cleaned_data[name] for name in changed if name in DATES}
        terms = {name: form.cleaned_data[name] for name in changed if name not in DATES}
        if "notice_months" in terms:
            terms["notice_months"] = terms["notice_months"] or 0
        with recorded(by=by, action="set_agreement_terms"):
            if dates:
                set_agreement_dates(by=by, source=None, agreement=found, **dates)
            if terms:
                set_agreement_terms(by=by, source=None, agreement=found, **terms)
        return Done(address_of(found), _("The agreement was changed."))

    name = agreement_name(found, reading_language())
    task = Task(
        form=TermsForm,
        subject=found,
        initial={field: getattr(found, field) for field in TermsForm.base_fields},
        heading=_("Change %(name)s") % {"name": name},
        save=save,
        back=address_of(found),
        area=AREA,
        crumbs=(*crumbs(), Line(name, address_of(found))),
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, verb: str) -> HttpResponse:
    found = agreement_of(record_id)
    name = agreement_name(found, reading_language())
    return answer_step(request, STEPS, verb, found, name=name, back=address_of(found), area=AREA, crumbs=crumbs())

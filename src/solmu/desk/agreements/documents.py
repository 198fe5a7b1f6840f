"""An agreement's documents: adding one, reading it, its versions, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.audit import recorded
from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.document_forms import DescriptionForm, DocumentForm, NewVersionForm, PublicityForm
from solmu.desk.agreements.held import held_agreement
from solmu.desk.agreements.page import may_read_document, type_words
from solmu.desk.agreements.register import AREA
from solmu.desk.agreements.views import crumbs
from solmu.desk.agreements.wording import address_of
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.files import PICTURES, SHOWN_IN_BROWSERS, answer_file
from solmu.desk.listing import Cell
from solmu.desk.record_page import Section, Table, fact, fact_in_languages
from solmu.registry.actions.documents import (
    add_agreement_document,
    classify_document,
    describe_document,
    publish_document,
    remove_document,
    withdraw_document,
)
from solmu.registry.models import AgreementDocument
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.vocabulary import Publicity


def _document(request: HttpRequest, record_id: str, document_id: str) -> AgreementDocument:
    rows = AgreementDocument.objects.select_related("agreement__record", "file")
    found = rows.filter(pk=document_id, agreement=record_id, agreement__record__removed_at=None).first()
    if found is None or not may_read_document(request.by, found):  # type: ignore[attr-defined]
        raise Http404
    return found


def page_address(found: AgreementDocument) -> str:
    return reverse("desk:document", args=[found.agreement_id, found.pk])


def _crumbs(found: AgreementDocument) -> tuple[Line, ...]:
    return (*crumbs(), Line(_("The agreement"), address_of(found.agreement)))


@desk(may=can_keep_record)
def add(request: HttpRequest, record_id: str) -> HttpResponse:
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    held = held_agreement(record_id, day, city)

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        file = values.pop("file")
        made = add_agreement_document(
            by=by,
            source=None,
            agreement=held.agreement,
            content=file.read(),
            name=file.name,
            most_megabytes=city.document_megabytes,
            **values,
        )
        return Done(page_address(made), _("The document was added. It is internal until it is published."))

    task = Task(
        form=DocumentForm,
        heading=_("Add a document"),
        lead=held.name,
        save=save,
        back=address_of(held),
        area=AREA,
        crumbs=(*crumbs(), Line(held.name, address_of(held))),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_read_internal)
def document(request: HttpRequest, record_id: str, document_id: str) -> HttpResponse:
    """What is known of a document, its other versions, and what can be done with it."""
    by, day, city = request.by, request.day, request.city  # type: ignore[attr-defined]
    found = _document(request, record_id, document_id)
    here = page_address(found)
    return show(
        request,
        "desk/agreements/document.html",
        {
            "heading": found.title,
            "kind": f"{type_words(found)}, {filesizeformat(found.file.size)}",
            "is_published": found.is_published,
            "buttons": buttons(by, found, day, STEPS, here),
            "file_href": f"{here}file/",
            "is_picture": found.file.media_type in PICTURES,
            "opens": found.file.media_type in SHOWN_IN_BROWSERS,
            "sections": [
                Section(
                    _("About it"),
                    facts=(
                        fact(_("Language"), str(LANGUAGE_NAMES.get(found.language, found.language)) or _("several")),
                        fact(_("Version"), str(found.version)),
                        fact(_("Signed"), _("yes") if found.is_signed else _("no")),
                        fact(_("Publicity"), Cell(str(Publicity(found.publicity).label), note=found.publicity_ground)),
                        fact(_("Shown to"), _shown_to(found)),
                        fact(_("Everyone can read it"), _("yes") if found.is_accessible else _("not known")),
                        fact_in_languages(_("What stands in it"), found.summary, city.languages),
                        fact(_("Name of the file"), found.file.name),
                        fact(_("Kept since"), shown_date(found.file.stored_at.date())),
                    ),
                ),
                _versions(request, found),
            ],
        },
        title=found.title,
        area=AREA,
        crumbs=_crumbs(found),
    )


def _shown_to(found: AgreementDocument) -> str:
    if not found.is_published:
        return _("the city itself")
    if not found.agreement.record.is_published:
        return _("the city itself, until the agreement is published")
    return _("everybody, on the public site")


def _versions(request: HttpRequest, found: AgreementDocument) -> Section:
    by = request.by  # type: ignore[attr-defined]
    rows = AgreementDocument.objects.filter(agreement=found.agreement_id, language=found.language)
    rows = rows.select_related("file")
    others = [
        (
            Cell(_("version %(number)s") % {"number": row.version}, page_address(row) if row.pk != found.pk else ""),
            Cell(row.title, note=type_words(row)),
            Cell(_("on the public site") if row.is_published else _("internal")),
        )
        for row in rows.order_by("-version", "pk")
        if may_read_document(by, row)
    ]
    head = (_("Version"), _("Title"), _("Shown to"))
    return Section(_("Versions in this language"), table=Table(head, tuple(others)))


@desk(may=can_read_internal)
def file(request: HttpRequest, record_id: str, document_id: str) -> HttpResponse:
    """The file itself; `?keep=1` keeps what browsers would open."""
    return answer_file(request, _document(request, record_id, document_id).file)


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, document_id: str, verb: str) -> HttpResponse:
    found = _document(request, record_id, document_id)
    return answer_step(
        request, STEPS, verb, found, name=found.title, back=page_address(found), area=AREA, crumbs=_crumbs(found)
    )


# --- steps ------------------------------------------------------------------------------------------------------------


def _publish(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> str:
    publish_document(by=by, source=None, document=found)
    return _("The document is published.")


def _withdraw(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> str:
    withdraw_document(by=by, source=None, document=found)
    return _("The document is no longer on the public site.")


def _classify(by: Account, found: AgreementDocument, form: EditForm, _day: date) -> str:
    classify_document(by=by, source=None, document=found, **form.cleaned_data)
    return _("The document's publicity was saved.")


def _describe(by: Account, found: AgreementDocument, form: EditForm, _day: date) -> str:
    describe_document(by=by, source=None, document=found, **form.cleaned_data)
    return _("The description was saved.")


def _replace(by: Account, found: AgreementDocument, form: EditForm, _day: date) -> Done:
    values = form.cleaned_data
    with recorded(by=by, action="replace_document"):
        made = add_agreement_document(
            by=by,
            source=None,
            agreement=found.agreement,
            content=values["file"].read(),
            name=values["file"].name,
            title=found.title,
            language=found.language,
            is_signed=values["is_signed"],
            is_accessible=values["is_accessible"],
            summary=found.summary,
            publicity=found.publicity,
            ground=found.publicity_ground,
            is_published=values["is_published"],
            most_megabytes=current_city().document_megabytes,
        )
        if values["is_published"] and found.is_published:
            withdraw_document(by=by, source=None, document=found)
    return Done(page_address(made), _("The new version was added."))


def _remove(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> Done:
    address = address_of(found.agreement)
    remove_document(by=by, source=None, document=found)
    return Done(address, _("The document was removed."))


def _when_published(found: AgreementDocument, _day: date) -> str:
    if found.agreement.record.is_published:
        return _("Everybody can read it on the agreement's public page and in open data.")
    return _("The agreement is internal: everybody can read the document once that is published.")


STEPS = (
    Step(
        "publish",
        gettext_lazy("Publish"),
        _when_published,
        _publish,
        can_keep_record,
        fits=lambda found, _day: not found.is_published and found.publicity == Publicity.PUBLIC,
    ),
    Step(
        "withdraw",
        gettext_lazy("Take off the public site"),
        lambda _found, _day: _("Nobody outside can read it any more. Copies that were taken stay where they are."),
        _withdraw,
        can_keep_record,
        fits=lambda found, _day: found.is_published,
        is_dangerous=True,
    ),
    Step(
        "replace",
        gettext_lazy("Add a new version"),
        lambda _found, _day: _("The version before stays, to be read beside this one."),
        _replace,
        can_keep_record,
        form=NewVersionForm,
        initial=lambda found, _day: {"is_signed": found.is_signed, "is_published": found.is_published},
    ),
    Step(
        "classify",
        gettext_lazy("Change its publicity"),
        lambda _found, _day: _("What is not public is taken off the public site at once."),
        _classify,
        can_keep_record,
        form=PublicityForm,
        initial=lambda found, _day: {"publicity": found.publicity, "ground": found.publicity_ground},
    ),
    Step(
        "describe",
        gettext_lazy("Describe it"),
        lambda _found, _day: _("The description stands beside the document wherever it is shown."),
        _describe,
        can_keep_record,
        form=DescriptionForm,
        initial=lambda found, _day: {"is_accessible": found.is_accessible, "summary": found.summary},
    ),
    Step(
        "remove",
        gettext_lazy("Remove"),
        lambda _found, _day: _("The document goes from the agreement. That it was there stays in the change log."),
        _remove,
        can_keep_record,
        is_dangerous=True,
    ),
)

"""An agreement's documents: adding one, reading it, publishing it and taking it off again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Account
from solmu.desk.agreements.forms import DocumentForm
from solmu.desk.agreements.views import AREA, address_of, agreement_of, crumbs
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step
from solmu.desk.naming import reading_language
from solmu.registry.actions.documents import (
    add_agreement_document,
    publish_document,
    remove_document,
    withdraw_document,
)
from solmu.registry.models import AgreementDocument
from solmu.registry.naming import agreement_name
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.vocabulary import Publicity


def _document(record_id: str, document_id: str) -> AgreementDocument:
    rows = AgreementDocument.objects.select_related("agreement__record", "file")
    found = rows.filter(pk=document_id, agreement=record_id).first()
    if found is None:
        raise Http404
    return found


@desk(may=can_keep_record)
def add(request: HttpRequest, record_id: str) -> HttpResponse:
    found = agreement_of(record_id)
    by, city = request.by, request.city  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        file = values.pop("file")
        add_agreement_document(
            by=by,
            source=None,
            agreement=found,
            content=file.read(),
            name=file.name,
            most_megabytes=city.document_megabytes,
            **values,
        )
        return Done(address_of(found), _("The document was added. It is internal until it is published."))

    name = agreement_name(found, reading_language())
    task = Task(
        form=DocumentForm,
        heading=_("Add a document"),
        lead=name,
        save=save,
        back=address_of(found),
        area=AREA,
        initial={"publicity": Publicity.PUBLIC.value},
        crumbs=(*crumbs(), Line(name, address_of(found))),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_read_internal)
def file(request: HttpRequest, record_id: str, document_id: str) -> HttpResponse:
    """The file itself, never opened in the desk's own name: a document may hold anything.

    What is secret or partly secret is for those who keep the record alone.
    """
    found = _document(record_id, document_id)
    if found.publicity != Publicity.PUBLIC and not can_keep_record(request.by):  # type: ignore[attr-defined]
        raise Http404
    path = Path(settings.MEDIA_ROOT) / found.file.path
    if not path.is_file():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=found.file.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.file.name) or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@desk(may=can_keep_record)
def step(request: HttpRequest, record_id: str, document_id: str, verb: str) -> HttpResponse:
    found = _document(record_id, document_id)
    name = found.title or found.file.name
    return answer_step(
        request, STEPS, verb, found, name=name, back=address_of(found.agreement), area=AREA, crumbs=crumbs()
    )


def _publish(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> str:
    publish_document(by=by, source=None, document=found)
    return _("The document is now on the public site.")


def _withdraw(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> str:
    withdraw_document(by=by, source=None, document=found)
    return _("The document is no longer on the public site.")


def _remove(by: Account, found: AgreementDocument, _form: EditForm, _day: date) -> str:
    remove_document(by=by, source=None, document=found)
    return _("The document was removed.")


STEPS = (
    Step(
        "publish",
        gettext_lazy("Publish"),
        lambda _found, _day: _("Everybody can read it on the agreement's public page, where that is published."),
        _publish,
        can_keep_record,
    ),
    Step(
        "withdraw",
        gettext_lazy("Take off the public site"),
        lambda _found, _day: _("Nobody outside can read it any more. Copies that were taken stay where they are."),
        _withdraw,
        can_keep_record,
        is_dangerous=True,
    ),
    Step(
        "remove",
        gettext_lazy("Remove"),
        lambda _found, _day: _("The document goes from the agreement. Its history stays in the change log."),
        _remove,
        can_keep_record,
        is_dangerous=True,
    ),
)

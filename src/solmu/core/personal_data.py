"""What is kept of people: declared at each model, and read from there by everything that tells or forgets it.

A model says with `personal_data` which columns are somebody's data, whose, what for, on what ground, for how long and
who is shown them; with `free_text` in which columns somebody may be named though they are about something else; with
`not_personal` which texts say nothing of anybody. Every text column stands in one of them (`undeclared`). Models of
other makers are declared here. The law's words: GDPR, articles 5, 6, 13 and 30.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.city import City
from solmu.core.fields import PartialDateField
from solmu.core.ids import OpaqueIdField

Words = str | Promise

CONTACT_GRACE_DAYS = 30
"""Days in which somebody is asked whether a contact past its time is still needed, before it is erased."""

LOOK_KEPT_MONTHS = 24
"""A data protection offence can be charged for two years (Finland: rikoslaki 39/1889, 8:1 and 38:9)."""

UNSAVED_KEPT_DAYS = 14
"""How long what was typed and not saved waits for its author."""

ACCOUNT_REVIEWED_MONTHS = 12
"""An account that nobody has used for this long is looked at: whether its person still needs it."""


class Whose(models.TextChoices):
    """The people whose data are kept: the data subjects."""

    CONTACT = "contact", gettext_lazy("Contact persons at partners and networks")
    IN_OFFICE = "in_office", gettext_lazy("Signatories and representatives, acting in office")
    RECIPIENT = "recipient", gettext_lazy("People who gave or were given an award")
    AUTHOR = "author", gettext_lazy("Photographers and other authors of pictures")
    WRITER = "writer", gettext_lazy("People who write to the city with the feedback form")
    VISITOR = "visitor", gettext_lazy("People who read the pages or try to sign in")
    ACCOUNT = "account", gettext_lazy("People with an account at the desk")


class Basis(models.TextChoices):
    """On what ground data are kept."""

    PUBLIC_TASK = "public_task", gettext_lazy("A task in the public interest (GDPR, article 6 (1) e)")
    LEGAL_OBLIGATION = "legal_obligation", gettext_lazy("An obligation by law (GDPR, article 6 (1) c)")


class Receiver(models.TextChoices):
    """Who is shown data or is given them."""

    DESK = "desk", gettext_lazy("those who keep the record at the desk")
    COLLEAGUES = "colleagues", gettext_lazy("everybody who may sign in at the desk")
    OWN = "own", gettext_lazy("the person alone")
    AUDITORS = "auditors", gettext_lazy("auditors and administrators")
    NOBODY = "nobody", gettext_lazy("nobody: the service alone uses them")
    MAIL_SERVER = "mail_server", gettext_lazy("the city's mail server")
    PUBLIC = "public", gettext_lazy("everybody, where the record is published")
    PUBLIC_IF_AGREED = "public_if_agreed", gettext_lazy("everybody, where the person has agreed to it")


class Kept(models.TextChoices):
    """How long data are kept; in words by `kept_for`."""

    CONTACT = "contact"
    ENQUIRY = "enquiry"
    LOOK = "look"
    SESSION = "session"
    UNSAVED = "unsaved"
    PASSING = "passing"
    ACCOUNT = "account"
    RECORD = "record"
    BY_NUMBER = "by_number"


def kept_for(kept: str, city: City) -> str:
    """How long, in a sentence of the active language, by the city's settings."""
    if kept == Kept.CONTACT:
        months = city.contact_kept_for_months
        return ngettext(
            "Until %(months)s month after somebody last made sure that they are right and needed, and %(days)s days in "
            "which somebody is asked.",
            "Until %(months)s months after somebody last made sure that they are right and needed, and %(days)s days "
            "in which somebody is asked.",
            months,
        ) % {"months": months, "days": CONTACT_GRACE_DAYS}
    if kept == Kept.ENQUIRY:
        months = city.enquiry_kept_for_months
        return ngettext(
            "Until %(months)s month after the message came. That somebody wrote, about which kind of thing and when it "
            "was answered, stays.",
            "Until %(months)s months after the message came. That somebody wrote, about which kind of thing and when "
            "it was answered, stays.",
            months,
        ) % {"months": months}
    if kept == Kept.SESSION:
        hours = settings.SESSION_HOURS
        return ngettext(
            "Until the session ends, at the latest after %(hours)s hour.",
            "Until the session ends, at the latest after %(hours)s hours.",
            hours,
        ) % {"hours": hours}
    return {
        Kept.LOOK: _("%(months)s months, in which wrong use can be charged.") % {"months": LOOK_KEPT_MONTHS},
        Kept.UNSAVED: _("%(days)s days.") % {"days": UNSAVED_KEPT_DAYS},
        Kept.PASSING: _("Minutes, at the most a day."),
        Kept.ACCOUNT: _(
            "As long as the person needs the account, which is looked at when nobody has used it for %(months)s months."
        )
        % {"months": ACCOUNT_REVIEWED_MONTHS},
        Kept.RECORD: _("As long as the record, which is kept for good as the city's memory."),
        Kept.BY_NUMBER: _("As long as the record, by a number that names nobody once the account was erased."),
    }[Kept(kept)]


@dataclass(frozen=True)
class PersonalData:
    """What one table keeps of people. `what` tells the columns in words; `stays` says why an erasure leaves them."""

    whose: Whose
    fields: tuple[str, ...]
    what: Words
    purpose: Words
    basis: Basis
    kept: Kept
    receivers: tuple[Receiver, ...]
    stays: Words = ""


KEEPS_IN_TOUCH: Words = gettext_lazy("To keep in touch with those who see to the cooperation.")
TELLS_WHO_ACTED: Words = gettext_lazy("To tell who acted for whom in a matter of the city.")
TELLS_WHO_SEES_TO: Words = gettext_lazy("To tell who at the city sees to what, and to remind them.")
SIGNS_IN: Words = gettext_lazy("To let people sign in safely, and nobody else.")
WHO_SEES_TO: Words = gettext_lazy("Whose a record, a matter or a task is, and which mails went to whom")
STAYS_IN_OFFICE: Words = gettext_lazy(
    "Who acted in office in a public matter is part of that matter, which the city keeps (GDPR, article 17 (3) b)."
)


def sees_to(*fields: str) -> PersonalData:
    """The declaration of columns that tell which account sees to something."""
    return PersonalData(
        whose=Whose.ACCOUNT, fields=fields, what=WHO_SEES_TO, purpose=TELLS_WHO_SEES_TO, basis=Basis.PUBLIC_TASK,
        kept=Kept.BY_NUMBER, receivers=(Receiver.COLLEAGUES,),
    )  # fmt: skip


def _signs_in(what: Words, *fields: str) -> PersonalData:
    return PersonalData(
        whose=Whose.ACCOUNT, fields=fields, what=what, purpose=SIGNS_IN, basis=Basis.PUBLIC_TASK, kept=Kept.ACCOUNT,
        receivers=(Receiver.NOBODY,),
    )  # fmt: skip


@dataclass(frozen=True)
class _Declared:
    """What a model of another maker would say."""

    personal_data: PersonalData | None = None
    free_text: frozenset[str] = frozenset()
    not_personal: frozenset[str] = frozenset()


_SECOND_FACTOR: Words = gettext_lazy("Keys of authenticator apps and of passkeys")

OF_OTHER_MAKERS: Mapping[str, _Declared] = MappingProxyType(
    {
        "account.EmailAddress": _Declared(_signs_in(gettext_lazy("E-mail address"), "email", "user")),
        "account.EmailConfirmation": _Declared(not_personal=frozenset({"key"})),
        "mfa.Authenticator": _Declared(_signs_in(_SECOND_FACTOR, "data", "user")),
        "auth.Permission": _Declared(not_personal=frozenset({"name", "codename"})),
        "auth.Group": _Declared(not_personal=frozenset({"name"})),
        "contenttypes.ContentType": _Declared(not_personal=frozenset({"app_label", "model"})),
        "django_tasks_database.DBTaskResult": _Declared(
            free_text=frozenset({"args_kwargs", "return_value", "traceback"}),
            not_personal=frozenset({"task_path", "worker_ids", "queue_name", "backend_name", "exception_class_path"}),
        ),
    }
)
"""By the label of the model."""

_TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
_NO_WORDS = (OpaqueIdField, PartialDateField)


def declared(model: type[models.Model]) -> Any:
    """The model, or what stands for it where another made it: with some of the three attributes."""
    return OF_OTHER_MAKERS.get(model._meta.label, model)


def data_of(model: type[models.Model]) -> PersonalData | None:
    """What a model declares of people, None where it keeps nothing of them."""
    found: PersonalData | None = getattr(declared(model), "personal_data", None)
    return found


def personal_fields(model: type[models.Model]) -> frozenset[str]:
    data = data_of(model)
    return frozenset(data.fields if data else ())


def free_texts(model: type[models.Model]) -> frozenset[str]:
    return frozenset(getattr(declared(model), "free_text", ()))


def declarations() -> Iterator[tuple[type[models.Model], PersonalData]]:
    """Every model that keeps something of people, with what it declares."""
    for model in apps.get_models():
        if data := data_of(model):
            yield model, data


def asked_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns that must be declared: texts that are no choice, id or date, and whoever an account stands for."""
    for column in model._meta.concrete_fields:
        is_text = isinstance(column, _TEXTS) and not column.choices and not isinstance(column, _NO_WORDS)
        # A key is a number, an id or a hash; where it is a text of its own it is the row's name.
        if (is_text and not column.primary_key) or column.related_model is apps.get_model(settings.AUTH_USER_MODEL):
            yield column


def undeclared(model: type[models.Model]) -> list[str]:
    """Columns that are declared nowhere or twice, and declared ones that there are not."""
    said = [*personal_fields(model), *free_texts(model), *getattr(declared(model), "not_personal", ())]
    asked = {column.name for column in asked_of(model)}
    there = {column.name for column in model._meta.concrete_fields}
    twice = {name for name in said if said.count(name) > 1}
    return sorted((asked - set(said)) | (set(said) - there) | twice)

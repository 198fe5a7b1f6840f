"""The short keys stored in core's tables, with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Django's own mark of a word asks for the settings, which ask for the city's folder: it may be read before them.
from django.utils.translation.trans_null import gettext_noop


class Role(models.TextChoices):
    """What an account is for; what each may do stands in the packages' `permissions.py`."""

    READER = "reader", _("Reader")
    CONTRIBUTOR = "contributor", _("Contributor")
    OFFICER = "officer", _("Officer")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")
    # Set-up itself; no account is ever stored with it.
    SYSTEM = "system", _("System")


STORED_ROLES = tuple(role for role in Role if role is not Role.SYSTEM)


class SourceKind(models.TextChoices):
    """What kind of thing facts were read from."""

    PAGE = "page", _("Web page")
    DOCUMENT = "document", _("Document")
    SPREADSHEET = "spreadsheet", _("Spreadsheet")
    REGISTER = "register", _("Register")
    PERSON = "person", _("Person")


ROWS = (
    gettext_noop("account"),
    gettext_noop("audit entry"),
    gettext_noop("audit head"),
    gettext_noop("audit value"),
    gettext_noop("passing note"),
    gettext_noop("provider identity"),
    gettext_noop("record"),
    gettext_noop("restoration"),
    gettext_noop("sent form"),
    gettext_noop("session"),
    gettext_noop("source"),
    gettext_noop("stored file"),
    gettext_noop("unsaved work"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""

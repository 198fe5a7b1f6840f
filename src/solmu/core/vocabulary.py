"""The short keys stored in core's tables, with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.errors import Phrase


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
    Phrase("account"),
    Phrase("audit entry"),
    Phrase("audit head"),
    Phrase("audit value"),
    Phrase("passing note"),
    Phrase("personal data look"),
    Phrase("provider identity"),
    Phrase("record"),
    Phrase("restoration"),
    Phrase("sent form"),
    Phrase("session"),
    Phrase("setting"),
    Phrase("source"),
    Phrase("stored file"),
    Phrase("unsaved work"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""

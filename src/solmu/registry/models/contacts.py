"""Contacts: personal data, kept for a purpose and a time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose
from solmu.registry.models.base import RecordRow
from solmu.registry.models.organisations import Organisation


class Contact(RecordRow):
    """A person at an organisation. Public only where the person agreed; otherwise the unit's address stands.

    `purpose` says why the city keeps it, `verified_on` when somebody last made sure it is right, `keep_until` when it
    is erased unless verified again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    purpose = I18nCharField(max_length=300)
    has_agreed_to_publish = models.BooleanField(default=False)
    verified_on = models.DateField(null=True, blank=True)
    keep_until = models.DateField(null=True, blank=True)

    personal_data = PersonalData(
        whose=Whose.CONTACT,
        fields=("name", "title", "email", "telephone", "purpose"),
        what=_("Name, title, e-mail address, telephone number, and what the contact is needed for"),
        purpose=_("To keep in touch with those who see to the cooperation."),
        basis=Basis.PUBLIC_TASK,
        kept=Kept.CONTACT,
        receivers=(Receiver.DESK, Receiver.PUBLIC_IF_AGREED),
    )

    class Meta:
        db_table = "contact"
        indexes = [models.Index(fields=["keep_until"], name="contact_keep_until")]

    def __str__(self) -> str:
        return f"contact {self.pk}"

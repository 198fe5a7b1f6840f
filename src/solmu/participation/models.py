"""Enquiries: personal data of whoever wrote, kept until they are answered and a while longer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose
from solmu.participation.vocabulary import EnquiryKind

LONGEST_MESSAGE = 4000
LONGEST_PAGE = 500
LONGEST_EMAIL = 254


class Enquiry(models.Model):
    """What somebody wrote through the portal's form. Its id is the reference number the writer is given.

    What may be personal is no part of the audit. Once `keep_until` has passed it is emptied and `erased_on` set; that
    there was an enquiry, of which kind and when it was answered, stays.
    """

    id = OpaqueIdField()
    kind = models.CharField(max_length=20, choices=EnquiryKind.choices)
    language = models.CharField(max_length=12, help_text="of the form it was written in")
    message = models.TextField(blank=True)
    page = models.CharField(max_length=LONGEST_PAGE, blank=True, help_text="the page it is about, as written")
    email = models.EmailField(max_length=LONGEST_EMAIL, blank=True, help_text="used to answer and for nothing else")
    received_at = models.DateTimeField()
    received_on = models.DateField(help_text="the day it was then in the city")
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="no answer was needed")
    answer = models.TextField(blank=True, help_text="what was answered, or why nothing was, in short")
    keep_until = models.DateField()
    erased_on = models.DateField(null=True, blank=True)

    personal_data = PersonalData(
        whose=Whose.WRITER,
        fields=("message", "page", "email", "answer"),
        what=_("The message, the page it is about, the e-mail address where it was given, and what was answered"),
        purpose=_("To answer, and to mend what is wrong."),
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ENQUIRY,
        receivers=(Receiver.DESK,),
    )
    not_audited = frozenset({*personal_data.fields, "received_at"})
    not_personal = frozenset({"language"})

    class Meta:
        db_table = "enquiry"
        indexes = [models.Index(fields=["answered_on", "due_on"], name="enquiry_due")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EnquiryKind.values), name="enquiry_kind_known"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("received_on")), name="enquiry_due_after_received"),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("received_on")),
                name="enquiry_answered_after_received",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(closed_on__isnull=True), name="enquiry_answered_or_closed"
            ),
            models.CheckConstraint(
                condition=(Q(erased_on__isnull=True) & ~Q(message=""))
                | Q(erased_on__isnull=False, message="", page="", email="", answer=""),
                name="enquiry_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"

"""The files of an agreement."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nTextField

from solmu.core.models import StoredFile
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.base import PartRow, one_of
from solmu.registry.vocabulary import Publicity


class AgreementDocument(PartRow):
    """A file of an agreement in one language and version.

    Publicity is what the law allows (with the section that restricts it); published is what the city shows. Only what
    is public may be published.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="agreement_documents")
    title = models.CharField(max_length=300)
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47; empty where it is in several")
    version = models.PositiveSmallIntegerField(default=1)
    is_signed = models.BooleanField(default=False)
    publicity = models.CharField(max_length=20, choices=Publicity.choices)
    publicity_ground = models.CharField(
        max_length=200, blank=True, help_text="the section of the law that restricts it"
    )
    is_published = models.BooleanField(default=False)
    is_accessible = models.BooleanField(
        default=False, help_text="somebody made sure that it can be read by everyone: tagged, with text"
    )
    summary = I18nTextField(blank=True, help_text="what stands in it, for whoever cannot read the file itself")

    free_text = frozenset({"title", "publicity_ground", "summary"})
    not_personal = frozenset({"language"})

    class Meta:
        db_table = "agreement_document"
        ordering = ["language", "version", "pk"]
        constraints = [
            one_of("publicity", Publicity.values, "agreement_document_publicity_known"),
            models.UniqueConstraint(fields=["agreement", "file"], name="agreement_document_once"),
            models.CheckConstraint(
                condition=models.Q(is_published=False) | models.Q(publicity=Publicity.PUBLIC),
                name="agreement_document_published_is_public",
            ),
            models.CheckConstraint(
                condition=models.Q(publicity=Publicity.PUBLIC) | ~models.Q(publicity_ground=""),
                name="agreement_document_restricted_with_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.title

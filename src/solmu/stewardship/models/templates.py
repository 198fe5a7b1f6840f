"""Templates of drafts that were set at the desk."""

from __future__ import annotations

from django.db import models

from solmu.core.models import StoredFile


class DraftTemplate(models.Model):
    """A template somebody set at the desk; it counts before the one of the city's folder.

    `name` is one of `drafting.templates.NAMES`. The bytes are a stored file, which every backup holds; what drafts are
    made with is a copy of it in the instance's `templates` folder.
    """

    name = models.CharField(max_length=20, primary_key=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="draft_templates")

    not_personal = frozenset({"name"})

    class Meta:
        db_table = "draft_template"

    def __str__(self) -> str:
        return self.name

"""The index: entries, the terms they are found by, and for each term the entries it leads to.

Made of public shapes; nothing here is a fact, and everything can be made anew from the record.
"""

from __future__ import annotations

from django.db import models

from solmu.core.models import Record


class SearchState(models.Model):
    """One row: up to which revision of the record the index is, and how it was made.

    With the revision stands its hash: after a restore the same number may be another record's. `terms_mark` is another
    one whenever terms came or went, so that a process knows when the terms it holds in memory are not the index's.
    """

    revision = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, help_text="of the audit's entry of that number")
    terms_mark = models.CharField(max_length=16, blank=True)
    made_by = models.CharField(max_length=60, blank=True)

    is_left_out_of_backups = True

    not_personal = frozenset({"hash", "terms_mark", "made_by"})

    class Meta:
        db_table = "search_state"

    def __str__(self) -> str:
        return f"index at {self.revision}"


class SearchEntry(models.Model):
    """A published record as it is found: its titles and texts by language, and its place among equals.

    `texts` has, in order of weight, the field, the language and the words; `terms` has the ids of its terms.
    """

    number = models.BigIntegerField(primary_key=True)
    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    titles = models.JSONField()
    texts = models.JSONField()
    when = models.CharField(max_length=10, blank=True, help_text="a day, month or year, as EDTF")
    tie = models.TextField(help_text="the folded title that orders what is otherwise equal")
    standing = models.BigIntegerField(help_text="kind, day and title as one number (rules/postings.py)")
    terms = models.JSONField()

    is_left_out_of_backups = True

    free_text = frozenset({"titles", "texts", "tie"})
    not_personal = frozenset({"kind", "when", "terms"})

    class Meta:
        db_table = "search_entry"

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id}"


class SearchTerm(models.Model):
    """A folded word that entries are found by, how a text first wrote it, and the base forms the index knows of it."""

    text = models.CharField(max_length=80, unique=True)
    written = models.CharField(max_length=120, blank=True)
    lemmas = models.CharField(max_length=400, blank=True)

    is_left_out_of_backups = True

    free_text = frozenset({"text", "written", "lemmas"})

    class Meta:
        db_table = "search_term"

    def __str__(self) -> str:
        return self.text


class SearchPostings(models.Model):
    """The entries of one segment of the index that a term leads to, best first: 64-bit numbers (rules/postings.py)."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="postings", db_index=False)
    segment = models.IntegerField()
    packed = models.BinaryField()

    is_left_out_of_backups = True

    not_personal = frozenset({"packed"})

    class Meta:
        db_table = "search_postings"
        constraints = [models.UniqueConstraint(fields=["term", "segment"], name="search_postings_once")]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.segment}"

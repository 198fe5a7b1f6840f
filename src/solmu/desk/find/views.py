"""Quick find over everything the record holds, by name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.models import Record
from solmu.desk.answering import desk, show
from solmu.desk.naming import reading_language
from solmu.desk.records.views import can_read_kind
from solmu.places.names import fold
from solmu.registry.permissions import can_read_internal
from solmu.registry.queries.names import names_of
from solmu.registry.vocabulary import RecordKind

MOST = 50
"""Hits that are shown; more are asked for with more words."""


@desk(may=can_read_internal)
def find(request: HttpRequest) -> HttpResponse:
    """Every live record that this account may read and whose name holds all the words, internal ones too."""
    by = request.by  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:200]
    hits, language = [], reading_language()
    if asked := [fold(word) for word in words.split()]:
        live = Record.objects.filter(removed_at=None, merged_into=None).values_list("pk", "kind")
        kinds = {key: kind for key, kind in live if can_read_kind(by, kind)}
        names = names_of(kinds)
        for key, kind in kinds.items():
            name = names.of(key, language)
            folded = fold(name)
            if key in names.rows and all(word in folded for word in asked):
                hits.append((name, str(RecordKind(kind).label), reverse("desk:record-page", args=[key])))
    hits.sort(key=lambda hit: (len(hit[0]), hit[0]))
    return show(
        request,
        "desk/find/find.html",
        {"words": words, "hits": hits[:MOST], "is_more": len(hits) > MOST},
        title=_("Find"),
    )

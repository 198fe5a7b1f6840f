"""A process that makes up a record, indexes it, times what is asked of it and prints JSON.

As a program: `python -m bench.search.solmu_side RECORDS ROUNDS FOLDER`, with SOLMU_DIR set to a folder that is empty.
Into FOLDER it writes `texts.db`, the same texts in a plain full-text table, and `queries.json`.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SHOWN = 20
FIRST_DAY = date(1990, 1, 1)


def run(number: int, number_of_rounds: int, folder: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from bench.search.words import SEED, drawn_bases, queries, texts
    from solmu.search.actions import catch_up
    from solmu.search.models import SearchEntry, SearchPostings, SearchTerm
    from solmu.search.queries.finding import find

    Path(settings.MEDIA_ROOT).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    bases = drawn_bases()
    kept = texts(bases, number)
    add_activities(bases, kept, random.Random(SEED + 3))
    began = time.perf_counter()
    catch_up()
    indexing = time.perf_counter() - began
    asked = queries(bases, kept)
    write_texts(folder / "texts.db", SearchEntry.objects.order_by("number").values_list("number", "texts").iterator())
    (folder / "queries.json").write_text(json.dumps([each.query for each in asked]), encoding="utf-8")
    plain = sqlite3.connect(folder / "texts.db")

    def solmu(query: str) -> list[int]:
        return [len(hit.title) for hit in find(query, "fi", page_size=SHOWN).hits]

    def bare(query: str) -> list[int]:
        rows = plain.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (matching(query), SHOWN)
        )
        return [row[0] for row in rows]

    sides: dict[str, Callable[[str], list[int]]] = {"solmu": solmu, "bare": bare}
    seconds: dict[str, list[list[float]]] = {name: [] for name in sides}
    for round_number in range(number_of_rounds + 1):
        for name in sorted(sides, reverse=bool(round_number % 2)):
            times = [seconds_of(lambda name=name, each=each: sides[name](each.query)) for each in asked]
            if round_number:  # the first is for warming
                seconds[name].append(times)
    right = {"solmu": [], "bare": []}
    for each in asked:
        # Right is a first result that has all the words that are meant, in whatever form.
        hits = find(each.query, "fi", page_size=1).hits
        right["solmu"].append(bool(hits) and has_all(bases, each.bases, hits[0].title))
        rows = bare(each.query)[:1]
        title = plain.execute("SELECT words FROM texts WHERE rowid = ?", rows).fetchone()[0] if rows else ""
        right["bare"].append(has_all(bases, each.bases, title))
    return {
        "records": number,
        "seconds": seconds,
        "right": right,
        "mistyped": [each.is_mistyped for each in asked],
        "indexing": indexing,
        "terms": SearchTerm.objects.count(),
        "postings": SearchPostings.objects.count(),
        "bytes": Path(settings.DATABASES["default"]["NAME"]).stat().st_size,
        "sqlite": sqlite3.sqlite_version,
    }


def has_all(bases: dict[str, list[str]], meant: tuple[str, ...], text: str) -> bool:
    words = set(re.findall(r"\w+", text.lower()))
    return bool(text) and all(words & {*bases[base], base} for base in meant)


def matching(query: str) -> str:
    """The query as FTS5 takes it: each word quoted, all of them."""
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", query))


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def add_activities(bases: dict[str, list[str]], kept: list[list[str]], draw: random.Random) -> None:
    """Published activities whose Finnish titles are inflected words, each on a day of the last decades."""
    from django.db import transaction
    from i18nfield.strings import LazyI18nString

    from bench.search.words import inflected
    from solmu.core.dates import PartialDate
    from solmu.core.ids import ALPHABET, LENGTH
    from solmu.core.models import Record
    from solmu.registry.models import Activity
    from solmu.registry.vocabulary import ActivityKind, RecordKind

    ids = ["".join(draw.choices(ALPHABET, k=LENGTH)) for _ in kept]
    with transaction.atomic():
        Record.objects.bulk_create(
            [Record(pk=key, kind=RecordKind.ACTIVITY, is_published=True) for key in ids], batch_size=5000
        )
        rows = []
        for key, words in zip(ids, kept, strict=True):
            day = FIRST_DAY + timedelta(days=draw.randrange(13_000))
            row = Activity(
                record_id=key, kind=ActivityKind.VISIT, title=LazyI18nString({"fi": inflected(bases, words, draw)})
            )
            row.starts = PartialDate.from_day(day)
            rows.append(row)
        Activity.objects.bulk_create(rows, batch_size=5000)


def write_texts(path: Path, entries: Any) -> None:
    """The texts that are indexed in one column of a full-text table, as Datasette would be given them."""
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE texts_kept (id INTEGER PRIMARY KEY, words TEXT)")
    rows = ((number, " ".join(words for _field, _language, words in texts)) for number, texts in entries)
    plain.executemany("INSERT INTO texts_kept VALUES (?, ?)", rows)
    plain.execute('CREATE VIRTUAL TABLE texts USING fts5(words, content="texts_kept", content_rowid="id")')
    plain.execute("INSERT INTO texts (rowid, words) SELECT id, words FROM texts_kept")
    plain.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    plain.commit()
    plain.close()


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))

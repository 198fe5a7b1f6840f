"""A record made up from a seed: partnerships with lines of agreements of every renewal mode, as a large country's."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, models, transaction

from solmu.core.dates import OPEN, PartialDate
from solmu.core.ids import ALPHABET, LENGTH
from solmu.core.models import Record
from solmu.core.terms import Term, add_term
from solmu.places.models import Place
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementNotice,
    AgreementPartnership,
    AgreementReview,
    AgreementSuspension,
    Partnership,
    PartnershipChange,
)
from solmu.registry.vocabulary import AgreementKind, RecordKind
from solmu.stewardship.models import AgreementDeadline

SEED = 2026
DAY = date(2026, 11, 24)
LINES_PER_TIE = 2
TIES_ENDED, TIES_SUSPENDED = 0.02, 0.03
MODES = {"none": 0.25, "express": 0.35, "tacit": 0.25, "open": 0.15}
NEVER_FOLLOWED = 0.06
"""The part of lines that came to an end without anything after it."""

COPIES = 9
"""How often a record is repeated to make it ten times as large, with ids of its own."""

TABLES: tuple[Any, ...] = (
    Record,
    Place,
    Partnership,
    PartnershipChange,
    Agreement,
    AgreementPartnership,
    AgreementAmendment,
    AgreementNotice,
    AgreementSuspension,
    AgreementReview,
    AgreementDeadline,
)
"""The tables that are filled, in an order in which each refers to those before it."""


@dataclass
class Synthetic:
    """Rows to be, by table; ids are drawn from the seed and end alike, so that copies can end otherwise."""

    random: random.Random = field(default_factory=lambda: random.Random(SEED))
    rows: dict[Any, list[Any]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def id(self) -> str:
        return "".join(self.random.choices(ALPHABET, k=LENGTH - 1)) + ALPHABET[0]

    def add(self, row: models.Model) -> Any:
        self.rows[type(row)].append(row)
        return row

    def record(self, kind: str) -> Record:
        return self.add(Record(id=self.id(), kind=kind, is_published=True))

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def a_day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, (last - first).days))

    def partial(self, day: date) -> PartialDate:
        """As precisely as sources are: mostly to the day, often to the year."""
        precision = self.random.choices((1, 2, 3), (0.3, 0.1, 0.6))[0]
        return PartialDate(*(day.year, day.month, day.day)[:precision])


def make(agreements: int) -> None:
    """Fill an empty database with so many agreements; the same ones for the same number."""
    made = Synthetic()
    while len(made.rows[Agreement]) < agreements:
        _add_tie(made)
    with transaction.atomic():
        for table, rows in made.rows.items():
            table._base_manager.bulk_create(rows, batch_size=2000)


def multiply() -> None:
    """Repeat every row with other ids: the record becomes ten times as large, with the same mix."""
    with transaction.atomic(), connection.cursor() as cursor:
        for copy in ALPHABET[1 : COPIES + 1]:
            for table in TABLES:
                cursor.execute(*_copying(table, copy))


def _copying(table: Any, copy: str) -> tuple[str, list[str]]:
    columns = [column for column in table._meta.concrete_fields if column.column]
    names = ", ".join(f'"{column.column}"' for column in columns)
    values = ", ".join(_copied(column) for column in columns)
    key = f'"{table._meta.pk.column}"'
    table_name = f'"{table._meta.db_table}"'
    text = f"INSERT INTO {table_name} ({names}) SELECT {values} FROM {table_name} WHERE {key} LIKE %s"
    marks = [copy for column in columns if _is_id(column)]
    return text, [*marks, f"%{ALPHABET[0]}"]


def _copied(column: Any) -> str:
    name = f'"{column.column}"'
    return f"substr({name}, 1, {LENGTH - 1}) || %s" if _is_id(column) else name


def _is_id(column: Any) -> bool:
    return bool(column.primary_key or column.is_relation)


def _add_tie(made: Synthetic) -> None:
    place = made.add(Place(id=made.id(), kind="municipality", country="EE"))
    tie = made.add(Partnership(record=made.record(RecordKind.PARTNERSHIP), partner=place))
    tie.since = made.partial(made.a_day(date(1950, 1, 1), date(2015, 1, 1)))
    changes: list[dict[str, Any]] = [{"relation": "sister_city"}]
    if made.happens(TIES_ENDED):
        changes.append({"status": "ended", "is_reason_not_stated": True})
    elif made.happens(TIES_SUSPENDED):
        changes.append({"status": "suspended", "is_reason_not_stated": True})
    for position, change in enumerate(changes, start=1):
        on = made.partial(made.a_day(date(2016, 1, 1), DAY)) if "status" in change else None
        made.add(PartnershipChange(id=made.id(), partnership=tie, position=position, on=on, **change))
    for _ in range(LINES_PER_TIE):
        _add_line(made, tie)


def _add_line(made: Synthetic, tie: Partnership) -> None:
    """Agreements that each follow the one before; the last of them mostly runs on."""
    kind = made.random.choice(AgreementKind.values)
    mode = made.random.choices(list(MODES), list(MODES.values()))[0]
    is_over = made.happens(NEVER_FOLLOWED)
    start, before = made.a_day(date(1960, 1, 1), date(2018, 1, 1)), None
    while True:
        years = made.random.choice((2, 3, 4, 5, 10))
        end = date(start.year + years, start.month, min(start.day, 28)) - timedelta(days=1)
        is_last = end > DAY or (is_over and end > date(2000, 1, 1)) or mode in ("tacit", "open")
        row = _agreement(made, tie, kind, mode if is_last else "express", start, end, years)
        if before is not None:
            before.replaced_by = row
        before = row
        if is_last:
            return
        start = end + timedelta(days=1)


def _agreement(
    made: Synthetic, tie: Partnership, kind: str, mode: str, start: date, end: date, years: int
) -> Agreement:
    is_open = mode == "open"
    row = Agreement(
        record=made.record(RecordKind.AGREEMENT),
        kind=kind,
        signed=made.partial(start),
        valid_from=made.partial(start) if made.happens(0.6) else None,
        valid_until=OPEN if is_open else made.partial(end),
        renewal_mode="" if is_open else mode,
        renewal_months=12 * years if mode == "tacit" else None,
        notice_months=made.random.choice((0, 3, 6, 12)) if mode == "tacit" or is_open else 0,
        review_on=made.partial(made.a_day(date(2020, 1, 1), date(2035, 1, 1))) if made.happens(0.3) else None,
        review_every_months=made.random.choice((None, 12, 24, 48)) if is_open else None,
    )
    if row.valid_from and isinstance(row.valid_until, PartialDate) and row.valid_until.latest < row.valid_from.earliest:
        row.valid_from = None
    made.add(row)
    made.add(AgreementPartnership(id=made.id(), agreement=row, partnership=tie))
    for event in _events(made, row, start, end):
        made.add(event)
    return row


def _events(made: Synthetic, row: Agreement, start: date, end: date) -> Iterator[models.Model]:
    if made.happens(0.08) and isinstance(row.valid_until, PartialDate):
        day = made.a_day(start, end)
        until = add_term(row.valid_until, Term(12))
        yield AgreementAmendment(
            id=made.id(), agreement=row, takes_effect=PartialDate.from_day(day), valid_until=until, position=1
        )
    if made.happens(0.01):
        given = PartialDate.from_day(made.a_day(start, min(end, DAY)) if start < DAY else start)
        yield AgreementNotice(id=made.id(), agreement=row, given_on=given)
    if made.happens(0.02):
        day = made.a_day(start, end)
        yield AgreementSuspension(
            id=made.id(), agreement=row, suspended_from=PartialDate.from_day(day), suspended_until=OPEN,
            is_reason_not_stated=True,
        )  # fmt: skip
    if row.review_on and made.happens(0.5):
        yield AgreementReview(id=made.id(), agreement=row, reviewed=made.partial(made.a_day(start, DAY)))


def mix() -> dict[str, int]:
    """How many rows of each table there are."""
    return {table._meta.db_table: table._base_manager.count() for table in TABLES}


def needed_columns() -> Sequence[tuple[Any, Iterable[str]]]:
    """The tables and columns that the matters of this record follow from."""
    return (
        (
            Agreement,
            (
                "pk", "kind", "ordinal", "title", "signed", "valid_from", "valid_until", "stage", "terminated_on",
                "notice_months", "renewal_mode", "renewal_months", "most_renewals", "review_on", "review_every_months",
                "no_successor_on", "series_id", "replaced_by_id", "approved_by_id", "termination_reason",
                "is_termination_reason_not_stated", "no_successor_reason", "record__is_published",
                "record__removed_at", "record__merged_into_id",
            ),
        ),
        (AgreementPartnership, ("agreement_id", "partnership_id")),
        (AgreementAmendment, ("agreement_id", "takes_effect", "signed", "valid_until", "wording", "position")),
        (AgreementNotice, ("agreement_id", "given_on", "effective_on", "is_for_giver_only")),
        (AgreementSuspension, ("agreement_id", "suspended_from", "suspended_until", "reason", "is_reason_not_stated")),
        (AgreementReview, ("agreement_id", "reviewed")),
        (Partnership, ("pk", "since", "partner_id", "record__removed_at", "record__merged_into_id")),
        (
            PartnershipChange,
            ("partnership_id", "on", "relation", "status", "reason", "wording", "is_reason_not_stated"),
        ),
    )  # fmt: skip

"""docs/reference/deadlines.md says what the code does: its examples are worked out again, its diagram drawn again.

After a change of the statuses' steps, draw the diagram anew:

    SOLMU_WRITE_DOCS=1 python3 run test tests/docs
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from house.processes import ROOT
from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, agreement_status, current_end
from solmu.registry.rules.statuses import GROUPS, NOT_MADE, STEPS
from solmu.stewardship.rules.deadlines import deadline
from tests.registry.rules.agreements import facts

PAGE = ROOT / "docs" / "reference" / "deadlines.md"
HEAD = ("what is known", "on", "status", "it ends", "decide by", "review")
LEAD = Term(6)
DIAGRAM = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)

Row = tuple[str, ...]


def rows() -> list[Row]:
    """The rows of every table with worked examples; an empty first cell means what the row above says."""
    found: list[Row] = []
    head: Row | None = None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if not line.startswith("|"):
            head = None
        elif head is None:
            head = cells
        elif head == HEAD and not re.fullmatch("[|-]+", line):
            found.append((cells[0] or found[-1][0], *cells[1:]))
    return found


# --- what is known, as the page writes it -----------------------------------------------------------------------------

WORDS: dict[str, tuple[str, Any]] = {
    r"signed (\S+)": ("signed", None),
    r"from (\S+)": ("valid_from", None),
    r"until (\S+)": ("valid_until", None),
    r"until further notice": ("valid_until", ".."),
    r"notice (\d+) months?": ("notice", int),
    r"may be renewed": ("renewal_mode", "express"),
    r"renews itself": ("renewal_mode", "tacit"),
    r"renews itself for (\d+) months?": ("renewal", int),
    r"at most (\d+) times?": ("most_renewals", int),
    r"terminated (\S+)": ("terminated_on", None),
    r"replaced from (\S+)": ("replaced_from", None),
    r"tie suspended": ("tie_suspended", True),
    r"review (\S+)": ("review_on", None),
    r"review every (\d+) months": ("review_every", int),
}
LISTS: dict[str, tuple[str, Any]] = {
    r"suspended (\S+)": ("suspensions", lambda period: period),
    r"reviewed (\S+)": ("reviews", lambda day: day),
    r"extended (\S+) until (\S+)": ("amendments", lambda signed, until: (signed, "", until)),
    r"notice given (\S+)": ("notices", lambda given: (given, "")),
    r"notice given (\S+) for (\S+)": ("notices", lambda given, effective: (given, effective)),
    r"one party gives notice (\S+)": ("notices", lambda given: (given, "", "giver only")),
}


def known(cell: str) -> AgreementFacts:
    values: dict[str, Any] = {}
    for words in cell.split("; "):
        name, value, is_list = meant(words.strip())
        if is_list:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    if "renewal" in values:
        values["renewal_mode"] = "tacit"
    if "replaced_from" in values:
        values["is_replaced"] = True
    return facts(**values)


def meant(words: str) -> tuple[str, Any, bool]:
    """The fact that words stand for, its value, and whether there may be several."""
    for pattern, (name, make) in WORDS.items():
        if found := re.fullmatch(pattern, words):
            value = make if not found.groups() else make(found[1]) if make else found[1]
            return name, value, False
    for pattern, (name, make) in LISTS.items():
        if found := re.fullmatch(pattern, words):
            return name, make(*found.groups()), True
    raise AssertionError(f"“{words}” says nothing this page's test understands")


# --- what is worked out, as the page writes it ------------------------------------------------------------------------


def shown(day: PartialDate | date | None) -> str:
    if day is None:
        return "–"
    known_day = PartialDate.from_day(day) if isinstance(day, date) else day
    return ".".join(str(part) for part in (known_day.day, known_day.month, known_day.year) if part is not None)


def shown_end(end: End, term: int, *, is_computed: bool, certain: bool) -> str:
    text = "open" if end is OPEN else "unknown" if end is None else shown(end)
    told = [
        text,
        f"term {term}" if term and isinstance(end, PartialDate) else "",
        "computed" if is_computed else "",
        "" if certain else "not certain",
    ]
    return ", ".join(filter(None, told))


def worked_out(cell: str, on: str) -> Row:
    agreement, day = known(cell), PartialDate(*map(int, reversed(on.split(".")))).earliest
    status, end = agreement_status(agreement, day, LEAD), current_end(agreement, day)
    due = deadline(agreement, day, lead=LEAD)
    decide = shown(due.decide_by)
    if due.decide_by and due.end != end.end:
        decide += f" (of the end {shown_end(due.end, due.term, is_computed=False, certain=True)})"
    return (
        ("–" if status is None else status.status.replace("_", " ") + ("" if status.certain else ", not certain")),
        shown_end(end.end, end.term, is_computed=end.is_computed, certain=end.certain or end.end is None),
        decide,
        shown(due.next_review),
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} on {row[1]}")
def test_worked_example_is_true(row: Row) -> None:
    assert (row[0], row[1], *worked_out(row[0], row[1])) == row


def test_page_works_out_what_it_promises() -> None:
    every = [cell for cell, *_ in rows()]

    assert len(every) >= 60
    for pattern in (*WORDS, *LISTS):
        assert any(re.fullmatch(pattern, words.strip()) for cell in every for words in cell.split("; ")), pattern


def test_words_nobody_understands_are_refused() -> None:
    with pytest.raises(AssertionError, match="“untill 2019” says nothing"):
        known("signed 1999; untill 2019")


# --- the diagram ------------------------------------------------------------------------------------------------------


def drawn() -> str:
    """The steps between statuses as a Mermaid diagram: groups of statuses as boxes, an arrow for each step."""
    lines = ["stateDiagram-v2"]
    for group, statuses in GROUPS.items():
        lines += [f"    state {group} {{", *(f"        {status}" for status in statuses), "    }"]
    for step in STEPS:
        for source in _boxes(step.sources):
            for target in _boxes(step.targets):
                lines.append(f"    {source} --> {target}: {step.why}")
    return "\n".join(lines) + "\n"


def _boxes(statuses: tuple[str, ...]) -> Iterator[str]:
    """The groups whose statuses are all among these, then the statuses left."""
    left = list(statuses)
    for group, members in GROUPS.items():
        if set(members) <= set(left):
            yield group
            left = [status for status in left if status not in members]
    yield from ("[*]" if status == NOT_MADE else status for status in left)


def test_diagram_is_drawn_from_the_steps() -> None:
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("SOLMU_WRITE_DOCS"):
        page = DIAGRAM.sub(lambda _: drawn(), page)
        PAGE.write_text(page, encoding="utf-8")

    assert DIAGRAM.findall(page) == [drawn()]

"""Hostile values in every form of the desk: nothing breaks, and what is refused leaves nothing behind.

Forms are found, not listed: every address of the desk, every step of every area, and what their pages lead to. A few
examples of each by default, the same in every run; with SOLMU_TEST_LONG=1 (`run test --long`), or as many as
SOLMU_FUZZ_EXAMPLES says, others each time.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from solmu.core.audit import chain_faults, revision
from solmu.core.throttling import Throttle
from solmu.desk import answering, listing
from solmu.desk.editing.steps import Step
from tests.desk.forms_on_pages import FormField, PageForm, forms_on, links_on
from tests.desk.test_matrix import ANSWERS, addresses, known, views

__all__ = ["known"]

pytestmark = pytest.mark.sqlite

ASKED = os.environ.get("SOLMU_FUZZ_EXAMPLES") or ("300" if os.environ.get("SOLMU_TEST_LONG") == "1" else "")
IS_LONG, EXAMPLES = bool(ASKED), int(ASKED or 2)

HTML = "<b onmouseover=solmu()>"
HOSTILE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[31m\x07\x7f",
    "\ud800",
    "\u202e\u200b\ufeff",
    "x" * 1_000_000,
    "x" * 201,
    HTML,
    f'"></textarea></select>{HTML}',
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%(name)s %s %",
    "'; DROP TABLE record; --",
    "../../etc/passwd",
    "=1+1",
    "[]",
    '{"fi": 1}',
    "null",
    "0",
    "-1",
    "9" * 30,
    "1e309",
    "NaN",
    "①",
    "٣",
    "31.2.2024",
    "0000",
    "2024-13-45",
    "9999-12-31",
    "10000",
    "31.12.9999",
    "1.1.0001",
    "2020/2010",
    "a@b",
    "bcdfghjkmnpq",
    "on",
)
PLAIN = ("2026", "1.6.2026", "1", "Teksti", "12", "name@example.org")
FILES = (
    ("a.pdf", "application/pdf", b""),
    ("a.pdf", "application/pdf", b"%PDF-1.7\n%%EOF"),
    ("a.png", "image/png", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ("../../a\x00.docx", "text/html", b"PK\x03\x04" + b"\x00" * 64),
    ("a.txt", "text/plain", "\ud800 Sopimus 2026".encode("utf-8", "surrogatepass")),
    ("a.csv", "text/csv", b"=1+1;\xff\xfe\n"),
    ("x" * 300 + ".pdf", "application/pdf", HTML.encode()),
)
LISTED = {"as": ("", "csv", "xlsx"), "page": ("1", "2"), "sort": ("", "-title"), "before": ("", "9")}
"""What the addresses of lists hold beside their choices, with something each means."""

KINDS = {"text", "textarea", "select", "checkbox", "email", "file", "hidden"}
"""Kinds of fields that the desk has; the walk must come by each."""

ONE_BY_ONE = {("desk:intake",)}
"""Forms that take several files, each an action of its own: one may be taken and the next refused."""

TRIES = 4
"""Records with which an address is tried: many steps are for one kind of record, and for one state of it."""

PASSING = frozenset(
    {"unsaved_work", "sent_form", "personal_data_look", "django_session", "session", "passing_note", "kept_matters"}
)
"""Tables that note what is typed, looked at or found out, by design also where nothing is saved."""


# --- finding forms ----------------------------------------------------------------------------------------------------


def verbs_of(address: str) -> set[str]:
    """The verbs of every list of steps in the modules of the area that the address lies in."""
    area = f"solmu.desk.{address.split('/')[2].replace('-', '_')}"
    found = [vars(each) for name, each in sys.modules.items() if name.startswith(f"{area}.") and each is not None]
    lists = [value for names in found for value in names.values() if isinstance(value, tuple)]
    return {step.verb for steps in lists for step in steps if isinstance(step, Step)}


def kind_of(address: str) -> tuple[object, ...] | None:
    """What is asked for, whatever the record: the name of the address, the verb and the field."""
    try:
        found = resolve(address)
    except Resolver404:
        return None
    return (found.view_name, *(str(found.kwargs[part]) for part in ("verb", "step", "field") if part in found.kwargs))


def asked(known: dict[str, str]) -> Iterator[str]:
    """Every address of the matrix, and each of those that take a verb once for every verb of its area."""
    yield from ("/desk/sign-in/", "/desk/password/", "/desk/password/forgotten/", "/desk/second-factor/")
    for name, address, _view in addresses(known):
        yield address
        kwargs = resolve(address).kwargs
        for part in {"verb", "step"} & set(kwargs):
            for verb in sorted(verbs_of(address)):
                yield reverse(f"desk:{name}", kwargs={**kwargs, part: verb})


def pages(desk: Client, known: dict[str, str]) -> dict[str, str]:
    """The desk's pages by address, each kind once: what the matrix asks for and what it leads to."""
    waiting, seen, read = list(dict.fromkeys(asked(known))), set(), {}
    tries: Counter[object] = Counter()
    for address in waiting:
        kind = kind_of(address) if address.startswith("/desk/") else None
        if kind is None or kind in seen or tries[kind] == TRIES or "sign-out" in address:
            continue
        tries[kind] += 1
        answer = desk.get(address)
        if answer.status_code != 200 or answer.streaming or "html" not in answer.headers["Content-Type"]:
            continue
        seen.add(kind)
        read[address] = answer.text
        waiting.extend(links_on(answer.text, address))
    return read


# --- sending ----------------------------------------------------------------------------------------------------------

Pairs = list[tuple[str, Any]]


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def send(desk: Client, form: PageForm, pairs: Pairs) -> HttpResponseBase:
    """Send a form as a browser, or somebody who is none, would."""
    if form.method == "get":
        return desk.get(f"{urlsplit(form.address).path}?{encoded(pairs)}")
    address = form.address
    if not form.is_multipart:
        return desk.generic("POST", address, encoded(pairs), content_type="application/x-www-form-urlencoded")
    lines = []
    for name, value in pairs:
        head, content = f'form-data; name="{name}"', value
        if isinstance(value, tuple):
            head, content = f'{head}; filename="{value[0]}"\r\nContent-Type: {value[1]}', value[2]
        lines.append(b"--limit\r\nContent-Disposition: " + as_bytes(head) + b"\r\n\r\n")
        lines.append((content if isinstance(content, bytes) else as_bytes(content)) + b"\r\n")
    return desk.generic("POST", address, b"".join(lines) + b"--limit--\r\n", "multipart/form-data; boundary=limit")


def encoded(pairs: Pairs) -> str:
    """A file in a form that takes none is sent as its name."""
    texts = ((name, value if isinstance(value, str) else value[0]) for name, value in pairs)
    return "&".join("=".join(quote_from_bytes(as_bytes(each)) for each in pair) for pair in texts)


def filled(field: FormField, ids: Sequence[str]) -> st.SearchStrategy[list[Any]]:
    """What somebody might send who means well."""
    if field.kind == "file":
        return st.sampled_from(FILES).map(lambda file: [file])
    if field.kind == "hidden" or field.name.startswith("form_"):
        return st.just(field.says)
    if field.options:
        offered = st.sampled_from(field.options).map(lambda option: [option])
        return st.one_of(st.just(field.says), offered) if field.says else offered
    if field.says and any(field.says):
        return st.just(field.says)
    return st.sampled_from(PLAIN).map(lambda text: [text])


def hostile(field: FormField, ids: Sequence[str]) -> st.SearchStrategy[list[Any]]:
    """What nobody sends by accident; missing (none) and repeated among it."""
    value = st.one_of(st.sampled_from(HOSTILE), st.sampled_from(list(ids)), st.text(max_size=40))
    if field.kind == "file":
        value = st.one_of(st.sampled_from(FILES), value)
    return st.lists(value, min_size=0, max_size=3)


@st.composite
def sent(draw: st.DrawFn, form: PageForm, ids: Sequence[str]) -> Pairs:
    """The fields of a form: mostly well filled with some hostile, or hostile throughout."""
    fields = list(form.fields.values())
    chance = draw(st.sampled_from((0, 1, 1, 3, 10)))
    pairs: Pairs = []
    for field in fields:
        of = hostile if draw(st.integers(1, 10)) <= chance else filled
        pairs += [(field.name, value) for value in draw(of(field, ids))]
    return pairs


# --- what must hold ---------------------------------------------------------------------------------------------------


def rows() -> dict[str, int]:
    """How many rows each table holds, but for those of passing notes."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - PASSING)
    counted = " UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        return dict(cursor.fetchall())


def refuse_nul(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """PostgreSQL takes no NUL in a text, nor its escape in JSON; SQLite does, so the test minds it."""
    told = repr(params) if params else ""
    assert "\\x00" not in told, f"A NUL was sent to the database: {sql[:120]}"
    assert "\\\\u0000" not in told, f"An escaped NUL was sent to the database: {sql[:120]}"
    return execute(sql, params, many, context)


@contextlib.contextmanager
def taken_back(desk: Client) -> Iterator[None]:
    """What is done in the block is undone in the database and the browser."""
    cookies = desk.cookies.output(header="", sep=";")
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    desk.cookies.clear()
    desk.cookies.load(cookies)


def hold(desk: Client, form: PageForm, pairs: Pairs) -> None:
    with taken_back(desk):
        before, counted = revision(), rows()
        with connection.execute_wrapper(refuse_nul):
            answer = send(desk, form, pairs)
        assert answer.status_code in ANSWERS, answer.status_code
        if not answer.streaming:
            assert HTML.encode() not in answer.content
        if revision() != before and answer.headers.get("Location", "/desk/") != "/desk/":
            follow = desk.get(answer.headers["Location"])
            assert follow.status_code in ANSWERS, (answer.headers["Location"], follow.status_code)
            assert HTML.encode() not in follow.content
        if answer.status_code >= 400 and kind_of(urlsplit(form.address).path) not in ONE_BY_ONE:
            assert revision() == before
            assert rows() == counted
        if revision() != before:
            assert list(chain_faults()) == []


def broken_by(desk: Client, form: PageForm, ids: Sequence[str], examples: int) -> tuple[str, int]:
    """How a form breaks, in a line, or nothing; and how many times it was sent."""
    number = 0

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=not IS_LONG,
        database=None,
        phases=(Phase.generate, Phase.shrink) if IS_LONG else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(sent(form, ids))
    def holds(pairs: Pairs) -> None:
        nonlocal number, last
        number, last = number + 1, pairs
        hold(desk, form, pairs)

    last: Pairs = []
    try:
        holds()
    except Exception as error:
        ours = [each for each in traceback.extract_tb(error.__traceback__) if "/solmu/" in each.filename]
        where = f"{ours[-1].filename.rpartition('/solmu/')[2]}:{ours[-1].lineno}" if ours else ""
        told = [(name, str(value)[:60]) for name, value in last if not name.startswith("form_")]
        return f"{form.method} {form.address} {where} {type(error).__name__}: {str(error)[:300]} {told}", number
    return "", number


def found(desk: Client, known: dict[str, str]) -> list[PageForm]:
    """Each form once: by how it is sent, where to and the names of its fields."""
    forms: dict[object, PageForm] = {}
    for address, page in pages(desk, known).items():
        for form in forms_on(page, address):
            path = urlsplit(form.address).path
            key = (form.method, kind_of(path), tuple(sorted(form.fields)))
            if form.method == "get":
                for name, options in LISTED.items():
                    form.fields.setdefault(name, FormField(name, "select", [], list(options)))
            forms.setdefault(key, form)
    return list(forms.values())


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk that bears more than hands can send."""
    for module in (answering, listing):
        monkeypatch.setattr(module, "throttle", Throttle(10**9, answering.WITHIN))


def test_no_form_breaks_or_writes_by_halves(patient, known, administrator, desk_of, record_property) -> None:
    desk = desk_of(administrator)
    forms, ids = found(desk, known), list(known.values())
    broken, number = [], 0
    for form in forms:
        told, times = broken_by(desk, form, ids, EXAMPLES)
        number += times
        broken += [told] if told else []
    posted = [form for form in forms if form.method == "post"]
    record_property(
        "said", f"Hostile values: {number} sent to {len(posted)} forms and {len(forms) - len(posted)} lists."
    )

    assert broken == []
    assert len(posted) > 60
    assert {each.kind for form in posted for each in form.fields.values()} >= KINDS


@pytest.mark.parametrize("fields", [[("form_of", "x"), ("form_base", "x")], [("title_fi", "x")] * 1001, []])
def test_a_form_that_no_page_gave_writes_nothing(city, officer, desk_of, fields: Pairs) -> None:
    before = revision(), rows()
    form = PageForm("/desk/stories/new/", "post", is_multipart=False)

    answer = send(desk_of(officer), form, fields)

    assert answer.status_code in (400, 422)
    assert (revision(), rows()) == before


STRANGE = ("a\x00b", "\u202e' OR 1=1 -- " + "x" * 3000)
QUERY = "?q=%00&page=%00&sort=%00&lang=%00&before=" + "9" * 30


def strange_addresses() -> Iterator[str]:
    """Each address of the desk with parts nobody gave it; a part that takes numbers or plain words only gets those."""
    for name, _view, parts in views():
        for strange in STRANGE if parts else ("",):
            for chosen in itertools.product((strange, "x", "9" * 30), repeat=len(parts)):
                with contextlib.suppress(NoReverseMatch):
                    yield reverse(f"desk:{name}", kwargs=dict(zip(sorted(parts), chosen, strict=True)))
                    break


def test_addresses_that_nobody_gave_are_answered(city, administrator, desk_of) -> None:
    desk, wrong = desk_of(administrator), []
    plain = dict.fromkeys(strange_addresses())
    for address in (*plain, *(f"{each}{QUERY}" for each in plain if "%" not in each)):
        with connection.execute_wrapper(refuse_nul):
            try:
                status = desk.get(address).status_code
            except Exception as error:
                status = repr(error)[:300]
        if status not in ANSWERS:
            wrong.append((address[:100], status))

    assert wrong == []

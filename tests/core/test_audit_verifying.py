"""Doctor's eye on the chain: every damage shows and is named, an erasure is none."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection

from solmu.core.actions import add_source
from solmu.core.audit import (
    ERASURE,
    canonical,
    chain_faults,
    commitment,
    entry_hash,
    erase_audit_values,
    head_line,
    recorded,
    revision,
)
from solmu.core.errors import NotPermitted, SolmuError
from solmu.core.models import Account, AuditEntry, AuditHead, AuditValue, Source
from solmu.core.vocabulary import SourceKind
from tests.core.audit_rows import (
    ENTRY_TEXTS,
    VALUE_TEXTS,
    damages_of,
    faults,
    read,
    run,
    run_ddl,
    without_constraints,
)


@pytest.fixture
def chain(officer: Account, source: Source) -> int:
    """A chain of five: an account, a source, and three changes of it. Returns the number of the entry in the middle."""
    for title in ("Ystävyyskaupungit", "Vänorter", "Twin towns"):
        with recorded(by=officer, action="rename_source", source=source) as journal:
            journal.update(source, title=title)
    assert revision() == 5
    assert faults() == []
    return 3


# --- a changed byte ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ENTRY_TEXTS)
def test_any_changed_byte_of_an_entry_shows_and_names_the_entry(chain: int, column: str) -> None:
    ((text,),) = read(f"SELECT {column} FROM audit_entry WHERE sequence = %s", [chain])
    for damaged in damages_of(text, AuditEntry._meta.get_field(column).max_length):
        run(f"UPDATE audit_entry SET {column} = %s WHERE sequence = %s", [damaged, chain])
        assert f"The audit entry {chain} was changed: its hash does not match what it says." in faults(), damaged
    run(f"UPDATE audit_entry SET {column} = %s WHERE sequence = %s", [text, chain])
    assert faults() == []


@pytest.mark.parametrize("column", [column for column in VALUE_TEXTS if column != "field"])
def test_any_changed_byte_of_a_value_or_salt_shows_and_names_the_row(chain: int, column: str) -> None:
    ((text,),) = read(f"SELECT {column} FROM audit_value WHERE entry_id = %s AND field = 'title'", [chain])
    for damaged in damages_of(text, AuditValue._meta.get_field(column).max_length):
        run(f"UPDATE audit_value SET {column} = %s WHERE entry_id = %s AND field = 'title'", [damaged, chain])
        assert faults() == [f"The value or salt of “title” of audit entry {chain} was changed."], damaged
    run(f"UPDATE audit_value SET {column} = %s WHERE entry_id = %s AND field = 'title'", [text, chain])
    assert faults() == []


def test_any_changed_byte_of_a_values_field_shows_as_one_missing_and_one_never_promised(chain: int) -> None:
    name = "title"
    for damaged in damages_of(name):
        run("UPDATE audit_value SET field = %s WHERE entry_id = %s AND field = %s", [damaged, chain, name])
        name = damaged
        assert faults() == [
            f"The value “{damaged}” of audit entry {chain} was never promised by it.",
            f"The value of “title” of audit entry {chain} is missing, and no erasure names it.",
        ]


@pytest.mark.parametrize("number", [0, -1, 9, 2**40])
def test_a_changed_number_shows(chain: int, number: int) -> None:
    without_constraints()
    run("UPDATE audit_entry SET sequence = %s WHERE sequence = %s", [number, chain])
    assert f"The audit entry {number} was changed: its hash does not match what it says." in faults()
    assert f"The value of “title” names audit entry “{chain}”, which does not exist." in faults()


@pytest.mark.parametrize("number", [1, 9])
def test_a_value_moved_to_another_entry_shows(chain: int, number: int) -> None:
    without_constraints()
    run("UPDATE audit_value SET entry_id = %s, field = 'x' WHERE entry_id = %s AND field = 'title'", [number, chain])
    stray = (
        "The value “x” of audit entry 1 was never promised by it."
        if number == 1
        else "The value of “x” names audit entry “9”, which does not exist."
    )
    missing = f"The value of “title” of audit entry {chain} is missing, and no erasure names it."
    assert faults() == [stray, missing] if number == 1 else [missing, stray]


def test_two_values_that_changed_places_show(chain: int) -> None:
    run("UPDATE audit_value SET before = after, after = before WHERE entry_id = %s", [chain])
    assert faults() == [f"The value or salt of “title” of audit entry {chain} was changed."]


@pytest.mark.sqlite
@pytest.mark.parametrize("table", ["audit_entry", "audit_value"])
def test_bytes_that_are_no_text_show_and_do_not_stop_the_check(chain: int, table: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such bytes")
    columns = ENTRY_TEXTS if table == "audit_entry" else VALUE_TEXTS
    key = "sequence" if table == "audit_entry" else "entry_id"
    for column in columns:
        ((before,),) = read(f"SELECT CAST({column} AS BLOB) FROM {table} WHERE {key} = %s", [chain])
        for place in range(len(before)):
            damaged = before[:place] + bytes([before[place] ^ 0x80]) + before[place + 1 :]
            run(f"UPDATE {table} SET {column} = CAST(%s AS TEXT) WHERE {key} = %s", [damaged, chain])
            assert any(f"audit entry {chain} " in fault for fault in faults()), (column, place)
            assert all(fault.encode() for fault in faults())
        run(f"UPDATE {table} SET {column} = CAST(%s AS TEXT) WHERE {key} = %s", [before, chain])
        assert faults() == []


@pytest.mark.sqlite
@pytest.mark.parametrize("wrong", ["x'61'", "NULL", "3.5", "'abc'", "17"])
def test_a_column_of_another_type_shows_and_does_not_stop_the_check(chain: int, wrong: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps no such columns")
    without_constraints()
    run_ddl("CREATE TABLE kept AS SELECT * FROM audit_entry")
    for column in ("sequence", *ENTRY_TEXTS):
        run(f"UPDATE audit_entry SET {column} = {wrong} WHERE sequence = {chain}")
        assert faults() != [], column
        run("DELETE FROM audit_entry")
        run("INSERT INTO audit_entry SELECT * FROM kept")
        assert faults() == []


@pytest.mark.parametrize("text", ["[]", "1", "null", '"title"', '{"title":1}', "", "{", '[["title"]]'])
@pytest.mark.parametrize("column", ["commitments", "details"])
def test_damaged_json_shows_and_does_not_stop_the_check(chain: int, column: str, text: str) -> None:
    run(f"UPDATE audit_entry SET {column} = %s, action = %s WHERE sequence = %s", [text, ERASURE, chain])
    assert f"The audit entry {chain} was changed: its hash does not match what it says." in faults()


@pytest.mark.parametrize("pairs", [[1], [[1]], [["x", "title"]], [[None, None]], 5, "ab", [[5, "title"], 7]])
def test_an_erasure_that_names_nothing_readable_erases_nothing(chain: int, pairs: object) -> None:
    run("UPDATE audit_entry SET details = %s, action = %s WHERE sequence = 4", [canonical({"erased": pairs}), ERASURE])
    run("DELETE FROM audit_value WHERE entry_id = 1 AND field = 'email'")
    assert "The value of “email” of audit entry 1 is missing, and no erasure names it." in faults()


# --- rows that are gone, moved or added -----------------------------------------------------------------------------


def test_an_entry_removed_from_the_middle_shows(chain: int) -> None:
    run("DELETE FROM audit_value WHERE entry_id = %s", [chain])
    run("DELETE FROM audit_entry WHERE sequence = %s", [chain])
    assert faults() == ["The audit entry 3 is missing.", "The audit entry 4 does not follow the one before it."]


def test_several_removed_entries_show_as_a_span(chain: int) -> None:
    run("DELETE FROM audit_value WHERE entry_id IN (2, 3)")
    run("DELETE FROM audit_entry WHERE sequence IN (2, 3)")
    assert faults() == ["The audit entries 2–3 are missing.", "The audit entry 4 does not follow the one before it."]


def test_an_entry_removed_without_its_values_shows_both(chain: int) -> None:
    without_constraints()
    run("DELETE FROM audit_entry WHERE sequence = %s", [chain])
    assert faults() == [
        "The audit entry 3 is missing.",
        "The audit entry 4 does not follow the one before it.",
        "The value of “title” names audit entry “3”, which does not exist.",
    ]


def test_a_first_entry_removed_shows(chain: int) -> None:
    run("DELETE FROM audit_value WHERE entry_id = 1")
    run("DELETE FROM audit_entry WHERE sequence = 1")
    assert faults() == ["The audit entry 1 is missing.", "The audit entry 2 does not follow the one before it."]


def test_a_cut_tail_shows_by_the_head_row(chain: int) -> None:
    cut_tail(4)
    assert faults() == ["The head row says 5; the last audit entry is 4, or its hash differs."]


def test_a_cut_tail_with_a_forged_head_row_shows_by_a_head_printed_earlier(chain: int) -> None:
    printed = head_line()
    cut_tail(3)
    ((forged,),) = read("SELECT hash FROM audit_entry WHERE sequence = 3")
    run("UPDATE audit_head SET sequence = 3, hash = %s", [forged])
    assert faults() == []
    assert faults(printed) == ["The chain ends at 3; entry 5, printed earlier, is cut off."]


def cut_tail(last: int) -> None:
    run("DELETE FROM audit_value WHERE entry_id > %s", [last])
    run("DELETE FROM audit_entry WHERE sequence > %s", [last])


def test_everything_removed_shows_by_a_head_printed_earlier(chain: int) -> None:
    printed = head_line()
    for table in ("audit_value", "audit_entry", "audit_head"):
        run(f"DELETE FROM {table}")
    assert faults() == []
    assert faults(printed) == ["The chain ends at 0; entry 5, printed earlier, is cut off."]


def test_a_chain_forged_again_from_some_entry_on_shows_by_a_head_printed_earlier(chain: int) -> None:
    printed = head_line()
    entries = list(AuditEntry.objects.order_by("sequence"))
    previous = ""
    for entry in entries:
        if entry.sequence >= chain:
            entry.actor_id, entry.previous_hash = "somebodyelse", previous
            entry.hash = entry_hash(entry)
            entry.save(force_update=True)
        previous = entry.hash
    AuditHead.objects.update(hash=previous)
    assert faults() == []
    assert faults(printed) == ["The audit entry 5 is not the one that was printed: its hash differs."]


def test_a_head_printed_earlier_is_found_in_a_longer_chain(chain: int, officer: Account, source: Source) -> None:
    printed = head_line()
    with recorded(by=officer, action="rename_source") as journal:
        journal.update(source, title="Again")
    assert faults(printed) == []
    assert faults(f" {printed}\n") == []


def test_the_head_of_an_empty_chain_is_always_there(db: None) -> None:
    assert head_line() == "0:"
    assert faults("0:") == []


@pytest.mark.parametrize("text", ["5", "x:abc", ":", "-1:abc", "5.0:abc"])
def test_a_head_in_another_form_is_refused_with_a_sentence(chain: int, text: str) -> None:
    with pytest.raises(SolmuError) as refused:
        faults(text)
    assert str(refused.value) == (
        f"“{text}” is not a head in the form N:HASH. Copy it from an earlier run of solmu doctor."
    )


@pytest.mark.parametrize("change", ["sequence = 4", "sequence = 6", "hash = 'x' || hash", "hash = UPPER(hash)"])
def test_a_changed_head_row_shows(chain: int, change: str) -> None:
    if "'x'" in change:
        change = "hash = 'x' || SUBSTR(hash, 2)"
    run(f"UPDATE audit_head SET {change}")
    number = read("SELECT sequence FROM audit_head")[0][0]
    assert faults() == [f"The head row says {number}; the last audit entry is 5, or its hash differs."]


def test_a_removed_head_row_shows(chain: int) -> None:
    run("DELETE FROM audit_head")
    assert faults() == ["The head row says 0; the last audit entry is 5, or its hash differs."]


def test_entries_that_changed_places_show(chain: int) -> None:
    without_constraints()
    run("UPDATE audit_entry SET sequence = 100 WHERE sequence = 3")
    run("UPDATE audit_entry SET sequence = 3 WHERE sequence = 4")
    run("UPDATE audit_entry SET sequence = 4 WHERE sequence = 100")
    found = faults()
    assert [fault for fault in found if "was changed: its hash" in fault] == [
        "The audit entry 3 was changed: its hash does not match what it says.",
        "The audit entry 4 was changed: its hash does not match what it says.",
    ]


def test_an_added_value_shows(chain: int) -> None:
    AuditValue.objects.create(entry_id=chain, field="language", before="null", after='"fi"', salt="00")
    assert faults() == [f"The value “language” of audit entry {chain} was never promised by it."]


def test_an_entry_doubled_at_the_end_shows(chain: int) -> None:
    columns = ", ".join(ENTRY_TEXTS)
    run(f"INSERT INTO audit_entry (sequence, {columns}) SELECT 6, {columns} FROM audit_entry WHERE sequence = 5")
    run("UPDATE audit_head SET sequence = 6")
    assert faults() == [
        "The audit entry 6 does not follow the one before it.",
        "The audit entry 6 was changed: its hash does not match what it says.",
        "The value of “title” of audit entry 6 is missing, and no erasure names it.",
    ]


# --- erasure ----------------------------------------------------------------------------------------------------------


def test_an_erasure_leaves_the_chain_whole_and_says_what_on_what_ground_and_by_whom(
    chain: int, administrator: Account
) -> None:
    erase_audit_values(by=administrator, values=[(1, "name"), (1, "email")], ground="GDPR article 17 (1) (b)")
    assert faults() == []
    assert not AuditValue.objects.filter(entry_id=1, field__in=["name", "email"]).exists()
    entry = AuditEntry.objects.order_by("-sequence")[0]
    assert (entry.action, entry.actor_id, entry.commitments) == (ERASURE, administrator.pk, "{}")
    assert json.loads(entry.details) == {
        "erased": [[1, "email"], [1, "name"]],
        "ground": "GDPR article 17 (1) (b)",
    }


def test_what_was_erased_is_nowhere_in_the_audit(chain: int, administrator: Account) -> None:
    assert "officer@example.org" in everything_in_the_audit()
    erase_audit_values(by=administrator, values=[(1, "email")], ground="GDPR article 17")
    assert "officer@example.org" not in everything_in_the_audit()


def everything_in_the_audit() -> str:
    return repr([read(f"SELECT * FROM {table}") for table in ("audit_entry", "audit_value", "audit_head")])


def test_a_value_removed_without_an_erasure_shows(chain: int, administrator: Account) -> None:
    erase_audit_values(by=administrator, values=[(1, "name")], ground="GDPR article 17")
    run("DELETE FROM audit_value WHERE entry_id = 1 AND field = 'email'")
    assert faults() == ["The value of “email” of audit entry 1 is missing, and no erasure names it."]


def test_an_erased_value_that_is_back_shows(chain: int, administrator: Account) -> None:
    kept = AuditValue.objects.get(entry_id=1, field="email")
    erase_audit_values(by=administrator, values=[(1, "email")], ground="GDPR article 17")
    by = revision()
    kept.save(force_insert=True)
    assert faults() == [f"The value of “email” of audit entry 1 is still there; entry {by} erased it."]


def test_an_erasure_excuses_nothing_of_an_entry_after_it(chain: int, administrator: Account, officer: Account) -> None:
    with recorded(by=administrator, action=ERASURE) as journal:
        journal.details(erased=[[8, "title"]], ground="in advance")
    add_source(by=officer, kind=SourceKind.PAGE, title="Next", read_on=date(2026, 11, 24), is_public=False)
    assert revision() == 8
    run("DELETE FROM audit_value WHERE entry_id = 8 AND field = 'title'")
    assert faults() == ["The value of “title” of audit entry 8 is missing, and no erasure names it."]


def test_erasing_what_is_not_there_changes_nothing(chain: int, administrator: Account) -> None:
    before = everything_in_the_audit()
    with pytest.raises(SolmuError) as refused:
        erase_audit_values(by=administrator, values=[(1, "email"), (2, "colour")], ground="GDPR article 17")
    assert str(refused.value) == "Audit entry 2 has no value of “colour” to erase. Check the number."
    assert everything_in_the_audit() == before


@pytest.mark.parametrize(("values", "ground"), [([], "GDPR article 17"), ([(1, "email")], " ")])
def test_an_erasure_names_what_and_why(
    chain: int, administrator: Account, values: list[tuple[int, str]], ground: str
) -> None:
    with pytest.raises(SolmuError):
        erase_audit_values(by=administrator, values=values, ground=ground)
    assert AuditValue.objects.filter(entry_id=1, field="email").exists()


def test_only_an_administrator_erases(chain: int, officer: Account) -> None:
    with pytest.raises(NotPermitted):
        erase_audit_values(by=officer, values=[(1, "email")], ground="GDPR article 17")
    assert AuditValue.objects.filter(entry_id=1, field="email").exists()


# --- the commitment ---------------------------------------------------------------------------------------------------


def test_a_commitment_tells_before_from_after() -> None:
    assert len({commitment("s", "null", '"a"'), commitment("s", '"a"', "null"), commitment("s", '"anull"', "")}) == 3


def test_the_same_value_is_never_promised_twice_alike(chain: int, officer: Account) -> None:
    for _ in range(2):
        add_source(by=officer, kind=SourceKind.PAGE, title="Same", read_on=date(2026, 11, 24), is_public=False)
    first, second = (json.loads(entry.commitments) for entry in AuditEntry.objects.order_by("-sequence")[:2])
    assert set(first) == set(second)
    assert not set(first.values()) & set(second.values())


def test_the_check_reads_a_chain_in_a_constant_number_of_queries(
    chain: int, officer: Account, source: Source, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for title in ("One more", "Two more", "Three more"):
        with django_assert_num_queries(7):  # type: ignore[operator]
            list(chain_faults())
        with recorded(by=officer, action="rename_source", source=source) as journal:
            journal.update(source, title=title)

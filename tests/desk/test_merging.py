"""Two people at one form: what each field then says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solmu.desk.editing.merging import merge

TEXTS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2).map(tuple)
VALUES = st.fixed_dictionaries({"title_fi": TEXTS, "title_sv": TEXTS})


def test_fields_of_two_people_are_both_kept() -> None:
    base = {"title_fi": ("Vanha",), "title_sv": ("Gammal",)}

    merged = merge(base, {**base, "title_fi": ("Uusi",)}, {**base, "title_sv": ("Ny",)})

    assert merged.values == {"title_fi": ("Uusi",), "title_sv": ("Ny",)}
    assert (merged.mine, merged.theirs, merged.conflicts) == (("title_fi",), ("title_sv",), {})


def test_field_that_both_changed_is_a_conflict_and_mine_stands_in_the_form() -> None:
    merged = merge({"end": ("2026",)}, {"end": ("2027",)}, {"end": ("2028",)})

    assert merged.values == {"end": ("2027",)}
    assert merged.conflicts == {"end": ("2028",)}


def test_blanks_and_line_ends_are_no_change() -> None:
    merged = merge({"text": ("One\nTwo",)}, {"text": (" One\r\nTwo ",)}, {"text": ("One\nTwo",)})

    assert (merged.mine, merged.theirs, merged.conflicts) == ((), (), {})


@given(VALUES, VALUES, VALUES)
def test_nobody_is_overwritten_without_a_word(base, mine, now) -> None:
    merged = merge(base, mine, now)

    for name in base:
        is_lost = now[name] != base[name] and merged.values[name] != now[name]
        assert not is_lost or name in merged.conflicts

"""What the timings of search come to, and the words that are searched for."""

from __future__ import annotations

import random
from typing import Any

from bench.search.measuring import measured, slow_rates
from bench.search.words import mistyped, queries, texts


def timed(ours: float, bare: float) -> dict[str, Any]:
    return {
        "records": 100, "seconds": {"solmu": [[ours] * 20], "bare": [[bare] * 20]}, "sqlite": "3.40",
        "right": {"solmu": [True, True, False], "bare": [True, False, True]}, "mistyped": [False, True, False],
        "indexing": 1.5, "terms": 1000, "postings": 1001,
    }  # fmt: skip


THEIRS = {"version": "0.65", "seconds": [[0.1] * 20], "first": [["x"], [], ["y"]]}


def test_rate_is_one_through_the_time_of_the_slow_ones() -> None:
    assert slow_rates([[0.001] * 18 + [0.1, 0.2]]).per_round == (5,)
    assert slow_rates([[0.001] * 19 + [0.5] + [0.001] * 20]).per_round == (1000,)


def test_goal_is_a_third_of_the_limit() -> None:
    (reached,) = measured(timed(0.003, 0.0011), THEIRS).rows
    (missed,) = measured(timed(0.003, 0.0009), THEIRS).rows
    assert (reached.is_reached, missed.is_reached) == (True, False)


def test_what_one_side_misses_is_counted() -> None:
    found = measured(timed(0.003, 0.001), THEIRS).counted[0]
    assert "2 with Solmu and in 2 with the FTS5 query: 1 that it misses, 1 the other way round" in found
    assert found.endswith("Datasette finds nothing at all in 1.")


def test_queries_are_forms_of_words_that_stand_in_the_texts() -> None:
    bases = {"kaupunki": ["kaupungin", "kaupunkia"], "lukio": ["lukion"], "vierailu": ["vierailun"]}
    kept = texts(bases, 20)
    assert kept == texts(bases, 20)
    asked = queries(bases, kept)
    assert len(asked) == 200
    assert sum(each.is_mistyped for each in asked) == 50
    assert {base for each in asked for base in each.bases} <= bases.keys()


def test_mistyped_word_differs_by_one_error_inside_it() -> None:
    draw = random.Random(1)
    for _ in range(50):
        wrong = mistyped("kaupunki", draw)
        assert wrong[0] == "k"
        assert len(wrong) in (7, 8)
        assert sorted(wrong) == sorted("kaupunki") or len(wrong) == 7

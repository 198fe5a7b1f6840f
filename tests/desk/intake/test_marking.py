from __future__ import annotations

from solmu.desk.intake.marking import NEAR, WHOLE, Piece, TextLine, marked_lines


def test_words_of_two_claims_are_cut_where_they_overlap() -> None:
    text = "Lintula and Tartu\n\nsince 1998."

    lines = marked_lines(text, {1: [(0, 17)], 2: [(12, 17), (25, 29)]})

    assert lines == [
        TextLine((Piece("Lintula and ", (1,), (1,)), Piece("Tartu", (1, 2), (2,)))),
        TextLine((Piece("since "), Piece("1998", (2,)), Piece("."))),
    ]


def test_piece_goes_over_lines_and_is_cut_to_the_text() -> None:
    lines = marked_lines("one\ntwo", {3: [(1, 99)], 4: [(50, 60)]})

    assert lines == [
        TextLine((Piece("o"), Piece("ne", (3,), (3,)))),
        TextLine((Piece("two", (3,)),)),
    ]


def test_of_a_long_text_only_lines_near_the_words_are_shown() -> None:
    line = "x" * 99
    text = "\n".join([line] * (WHOLE // 100 + 1))

    lines = marked_lines(text, {1: [(30_000, 30_010)]})

    assert len(lines) == 2 * NEAR + 1
    assert [each.is_after_gap for each in lines] == [True, *[False] * (2 * NEAR)]
    assert [piece.begins for piece in lines[NEAR].pieces] == [(1,), ()]

from __future__ import annotations

import pytest

from solmu.stewardship.rules.files import matters_of_file
from tests.stewardship.rules.told import seen


@pytest.mark.parametrize(
    ("on_disk", "expected"),
    [
        (10, []),
        (None, [("document_missing", "soon", "file", "", "")]),
        (9, [("document_damaged", "soon", "file", "", "")]),
        (0, [("document_damaged", "soon", "file", "", "")]),
    ],
)
def test_file_is_there_and_of_its_size(on_disk: int | None, expected: list[tuple[str, ...]]) -> None:
    assert seen(matters_of_file("file", "memorandum.pdf", 10, on_disk)) == expected

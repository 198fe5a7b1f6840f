"""The one public shape of a record: what the API, feeds, exports, the command line and partner cities are given.

`public_shapes` gives plain values (text by language, dates as EDTF, ids), independent of the day and of the reader; it
is kept at every change (`PublicVersion`), so that what was published on a day can be told. `claim_form` puts a shape
into the keys and values of the claims format (docs/reference/claims.md) in one language; what is computed for a day
(`on_day`) is added by the queries.
"""

from __future__ import annotations

from solmu.registry.records.claims import claim_form, words
from solmu.registry.records.kinds import SHAPES
from solmu.registry.records.shaping import latest_shapes, public_shapes, rows_to_shape, shapes_of_kind, shapes_of_rows
from solmu.registry.records.values import Shape, by_language

__all__ = [
    "SHAPES",
    "Shape",
    "by_language",
    "claim_form",
    "latest_shapes",
    "public_shapes",
    "rows_to_shape",
    "shapes_of_kind",
    "shapes_of_rows",
    "words",
]

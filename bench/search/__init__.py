"""Search in a large record: inflected and mistyped words, beside plain full-text search."""

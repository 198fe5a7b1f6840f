"""How much of a file is read, and with how much time and memory."""

from __future__ import annotations

from typing import Final

LARGEST_FILE: Final = 100 * 1024 * 1024
"""Bytes."""

LARGEST_UNPACKED: Final = 50 * 1024 * 1024
"""Bytes of a zipped document's XML."""

LARGEST_WORDS: Final = 20 * 1024 * 1024
"""Bytes of UTF-8 that a file's words have at most; what is longer is read up to here."""

MOST_PAGES: Final = 2000
"""Pages of a PDF; the first ones of a longer one are read."""

LARGEST_HEADER: Final = 1000
"""Bytes of the line that stands before a file's words."""

MEMORY: Final = 1024 * 1024 * 1024
"""Bytes of address space that the reading process has, Python with its modules among them."""

SECONDS_A_FILE: Final = 10.0
SECONDS_IN_ALL: Final = 30.0
"""Somebody waits for the page meanwhile."""

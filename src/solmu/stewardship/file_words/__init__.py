"""The words of kept files, read in a process of their own: a file may be made to harm whoever reads it.

Belongs here: getting words out of PDF, office documents and HTML, with bounds. Does not belong here: what claims are
read from (`intake.reading`), which needs offsets and blocks.
"""

from __future__ import annotations

from solmu.stewardship.file_words.asking import FileWords, read_files

__all__ = ["FileWords", "read_files"]

"""From bytes to a document: plain text whose offsets claims quote, and its blocks.

Belongs here: encodings, plain text, Markdown, HTML, tables, headings, which language a block is in.
Does not belong here: what the words mean.
"""

from __future__ import annotations

from solmu.intake.reading.documents.document import Block, Document, Span, Table
from solmu.intake.reading.documents.reading import LARGEST, read_document, read_file

__all__ = ["LARGEST", "Block", "Document", "Span", "Table", "read_document", "read_file"]

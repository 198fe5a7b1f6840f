"""The reading half of intake: a document becomes plain text, the text becomes claims. Pure: no Django, no record.

    document = read_file("page.html")                         # or read_document(data, name)
    claims = find_claims(document, gazetteer=open_gazetteer())
    to_json(document, claims)                                 # the claims format, version 1

Belongs here: documents, languages as data, finding claims and their evidence, reasons the document alone gives.
Does not belong here: comparing with the record, review, acceptance.
"""

from __future__ import annotations

from solmu.intake.reading.claims import Claim, Evidence, Reason, to_json
from solmu.intake.reading.documents import Document, read_document, read_file
from solmu.intake.reading.extraction import find_claims, with_home

__all__ = [
    "Claim",
    "Document",
    "Evidence",
    "Reason",
    "find_claims",
    "read_document",
    "read_file",
    "to_json",
    "with_home",
]

"""Whether a template can be used: a draft is made with it before it is taken, as it will be made afterwards."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from solmu.core.dates import OPEN, PartialDate
from solmu.core.errors import RefusedFile, SolmuError
from solmu.registry.vocabulary import AgreementKind, RenewalMode
from solmu.stewardship.drafting.checklist import checklist
from solmu.stewardship.drafting.content import DraftFacts, PartyFacts, draft_content
from solmu.stewardship.drafting.docx import docx_of
from solmu.stewardship.drafting.pdf import pdf_of
from solmu.stewardship.drafting.templates import CHECKLIST, DOCX, TYPST, WORDS, table
from solmu.stewardship.drafting.words import COMPLETE, spoken, words_in

MOST_UNPACKED = 100_000_000
"""Bytes that a Word document may hold unpacked; one that holds more is made to fill the memory."""

_SAMPLE = DraftFacts(
    kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
    parties=[PartyFacts({"en": "Rantala"}, {"en": "Finland"}, signatory="A. A."), PartyFacts({"en": "Tartu"})],
    made_on=date(2026, 1, 31),
    themes=[{"en": "education"}, {"en": "culture"}],
    previous={"en": "memorandum of understanding, until 2019"},
    valid_from=PartialDate(2026, 2, 1),
    valid_until=PartialDate(2030, 12, 31),
    notice_months=6,
    renewal_mode=RenewalMode.TACIT,
    renewal_months=36,
    most_renewals=2,
)


def refuse_template(name: str, content: bytes) -> None:
    """Raise RefusedFile, naming the place and what to do, where no draft can be made with such a template.

    `name` is one of `templates.NAMES`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            _try_out(name, path)
        except SolmuError as error:
            # A person knows the file by its name, not by where it lay meanwhile.
            raise RefusedFile(error.sentence.naming(path, name)) from error


def _try_out(name: str, path: Path) -> None:
    if name == DOCX:
        _refuse_bomb(path)
        docx_of(draft_content(_SAMPLE, [words_in(COMPLETE)]), path)
    elif name == TYPST:
        pdf_of(draft_content(_SAMPLE, [words_in(COMPLETE)]), path)
    elif name == CHECKLIST:
        if not checklist(path):
            raise SolmuError("%(path)s has no check. Write at least one under [[check]].", path=path)
    elif name == WORDS:
        for language in dict.fromkeys((*spoken(), *table(path))):
            for facts in _of_every_kind():
                draft_content(facts, [words_in(language, path)])


def _refuse_bomb(path: Path) -> None:
    content = io.BytesIO(path.read_bytes())
    if zipfile.is_zipfile(content):
        with zipfile.ZipFile(content) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MOST_UNPACKED:
            raise SolmuError(
                "%(path)s holds more than %(most)s MB unpacked. Make its pictures smaller.",
                path=path,
                most=MOST_UNPACKED // 1_000_000,
            )


def _of_every_kind() -> Iterator[DraftFacts]:
    """Drafts that together say everything a draft can say."""
    yield from (replace(_SAMPLE, kind=kind) for kind in AgreementKind.values)
    yield from (replace(_SAMPLE, renewal_mode=mode) for mode in ("", *RenewalMode.values))
    yield replace(_SAMPLE, valid_until=OPEN)
    yield replace(_SAMPLE, themes=[], previous={}, notice_months=0, renewal_months=None)

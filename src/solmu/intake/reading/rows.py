"""Rows of tables: which column says what, and the claims of a row."""

from __future__ import annotations

from solmu.intake.reading.documents.document import Block, Span, Table
from solmu.intake.reading.drafts import Draft, Partner
from solmu.intake.reading.kinds import activities, histories, institutions, memberships, partnerships
from solmu.intake.reading.lexicon import Cue
from solmu.intake.reading.reader import Reader, span_of
from solmu.intake.reading.sentence import Place, Sentence
from solmu.intake.reading.tokens import tokenize
from solmu.intake.reading.topics import EXCLUDED, NETWORKS, PARTNERS, SCHOOLS, Context, Relation

_PRIORITY = (
    "network", "partner_institution", "home_institution", "country", "signed", "until", "since", "status", "role",
    "fee",
    "participants", "when", "title", "theme", "city", "kind", "note",
)  # fmt: skip


class Rows:
    """The tables of a page; a table's columns are told once, by its head and by what its cells hold."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._columns: dict[int, list[str]] = {}
        self._heads: dict[int, list[list[Cue]]] = {}

    def read(self, number: int, context: Context) -> list[Partner]:
        """Claim what a row says; answers the partners it is about."""
        block = self.reader.page.document.blocks[number]
        assert block.table is not None
        sentences = self.reader.page.sentences(number)
        columns = self._columns_of(block, sentences, context)
        cells: dict[str, list[Sentence]] = {}
        for sentence in sentences:
            column = next((n for n, cell in enumerate(block.cells) if cell.start <= sentence.start < cell.end), 0)
            cells.setdefault(columns[column] if column < len(columns) else "other", []).append(sentence)
        if EXCLUDED in context.kinds:
            return []
        if institutions.read_institution_row(self.reader, cells):
            return []
        heads = self._heads[id(block.table)]
        if "network" in cells:
            member = [cue for head in heads for cue in head if cue.category == "member"]
            memberships.read_membership_row(self.reader, cells, member, is_member_column=bool(member))
            return []
        if {"when", "title"} <= set(cells):
            activities.read_activity_row(self.reader, cells)
            return []
        return self._partner_row(block, cells, context, heads, columns)

    # --- columns

    def _columns_of(self, block: Block, sentences: list[Sentence], context: Context) -> list[str]:
        table = block.table
        assert table is not None
        if id(table) not in self._columns:
            self._columns[id(table)] = self._told_columns(table, block, context)
        return self._columns[id(table)]

    def _told_columns(self, table: Table, block: Block, context: Context) -> list[str]:
        language = self.reader.page.lexicon_of(block)
        self._heads[id(table)] = [
            language.cues(tokenize(self.reader.text, head.start, head.end)) for head in table.header
        ]
        columns: list[str] = []
        for place in range(table.width):
            cues = self._heads[id(table)][place] if place < len(table.header) else []
            told = {cue.value for cue in cues if cue.category == "column"}
            if any(cue.category == "relation" for cue in cues) and not told & {"since", "signed", "until"}:
                told = {"city"}
            if any(cue.category == "member" for cue in cues):
                told.add("since")
            columns.append(next((value for value in _PRIORITY if value in told and value not in columns), "other"))
        return self._settled(columns, table, block, context)

    def _settled(self, columns: list[str], table: Table, block: Block, context: Context) -> list[str]:
        """Columns whose head says too little are told by their cells."""
        kinds = [self._cell_kind(block, place) for place in range(len(columns))]
        if (
            "kind" not in columns
            and "relation" in kinds
            and columns[kinds.index("relation")] not in ("city", "country")
        ):
            columns[kinds.index("relation")] = "kind"
        schools = SCHOOLS in context.kinds or kinds.count("institution") >= 2
        if schools and kinds.count("institution") >= 1:
            if "partner_institution" not in columns or "home_institution" not in columns:
                institutions = [place for place, kind in enumerate(kinds) if kind == "institution"]
                names = ["home_institution", "partner_institution"]
                for name, place in zip(names, institutions, strict=False):
                    if name not in columns:
                        columns[place] = name
        else:
            columns = ["city" if c in ("partner_institution", "home_institution") else c for c in columns]
        if "network" not in columns and NETWORKS in context.kinds and "city" not in columns:
            columns[0] = "network"
        found: int | None
        if "city" not in columns and "network" not in columns:
            found = next(
                (
                    n
                    for n, kind in enumerate(kinds)
                    if kind == "place" and columns[n] in ("other", "title", "kind", "note")
                ),
                None,
            )
            if found is not None:
                columns[found] = "city"
        if "country" not in columns:
            found = next((n for n, kind in enumerate(kinds) if kind == "country"), None)
            if found is not None and columns[found] != "city":
                columns[found] = "country"
        if "since" not in columns and "signed" not in columns and "when" not in columns:
            found = next((n for n, kind in enumerate(kinds) if kind == "date" and columns[n] == "other"), None)
            if found is not None:
                columns[found] = "since"
        return columns

    def _cell_kind(self, block: Block, place: int) -> str:
        """What most cells of a column hold, told by the row it is first asked for."""
        if place >= len(block.cells):
            return "other"
        cell = block.cells[place]
        number = self.reader.page.document.blocks.index(block)
        here = [s for s in self.reader.page.sentences(number) if cell.start <= s.start < cell.end]
        if not here:
            return "other"
        sentence = here[0]
        if sentence.has("institution"):
            return "institution"
        if sentence.has("relation") and not sentence.places and len(sentence.tokens) <= 3:
            return "relation"
        if sentence.places and sentence.places[0].first == 0:
            return "place"
        if sentence.countries and sentence.countries[0].first == 0:
            return "country"
        return "date" if sentence.dates else "other"

    # --- partners

    def _partner_row(
        self,
        block: Block,
        cells: dict[str, list[Sentence]],
        context: Context,
        heads: list[list[Cue]],
        columns: list[str],
    ) -> list[Partner]:
        reader = self.reader
        place = self._city(cells)
        relation = self._relation(block, context, heads, cells)
        if (
            place is None
            or relation is None
            or (context.kinds and PARTNERS not in context.kinds and not self._is_told(block, heads))
        ):
            return []
        country = next((c for part in cells.get("country", []) for c in part.countries), None)
        if country is not None and not place.stated:
            place.country, place.country_span = country.code, country.span
            name = reader.page.names.resolve(reader.words(place.span), block.language, country.code)
            if name is not None:
                place.name, place.candidates = name.base, name.candidates
        partner = reader.partner(place, context)
        draft = partnerships.claim(reader, partner, relation, "row", place.span)
        self._give_dates(cells, draft, partner, block, heads, columns)
        return [partner]

    def _city(self, cells: dict[str, list[Sentence]]) -> Place | None:
        for part in cells.get("city", []):
            for place in part.foreign:
                if place.first <= 1:
                    return place
        return None

    def _is_told(self, block: Block, heads: list[list[Cue]]) -> bool:
        return any(cue.category == "relation" for head in heads for cue in head) or (
            block.table is not None and block.table.caption is not None
        )

    def _relation(
        self, block: Block, context: Context, heads: list[list[Cue]], cells: dict[str, list[Sentence]]
    ) -> Relation | None:
        """What the row's own cell says, else the table's head or caption, else the section."""
        for part in cells.get("kind", []) + cells.get("status", []):
            for cue in part.of("relation") or part.of("relation_cell"):
                return Relation(cue.value, span_of(cue))
        table = block.table
        assert table is not None
        for head in heads:
            for cue in head:
                if cue.category == "relation":
                    return Relation(cue.value, span_of(cue))
        if table.caption is not None:
            language = self.reader.page.lexicon_of(block)
            for cue in language.cues(tokenize(self.reader.text, table.caption.start, table.caption.end)):
                if cue.category == "relation":
                    return Relation(cue.value, span_of(cue))
        return context.relation or context.inherited or self.reader.spoken

    def _give_dates(
        self,
        cells: dict[str, list[Sentence]],
        draft: Draft,
        partner: Partner,
        block: Block,
        heads: list[list[Cue]],
        columns: list[str],
    ) -> None:
        for column, target in (("since", "since"), ("signed", "signed"), ("until", "until")):
            for part in cells.get(column, []):
                for date in part.dates[:1]:
                    if part.has("status") or part.has("plan"):
                        continue
                    if target == "signed":
                        self._claim_agreement(draft, partner, part, heads[columns.index("signed")], block)
                    if target == "until":
                        histories.give_until(draft, date.value, span_of(date))
                    else:
                        histories.give_date(draft, date)

    def _claim_agreement(
        self, partnership: Draft, partner: Partner, part: Sentence, head: list[Cue], block: Block
    ) -> None:
        """A column head that speaks of an agreement claims one per row."""
        nouns = [cue for cue in head if cue.category == "agreement"]
        if not nouns or not part.dates:
            return
        kind = nouns[0].value
        if kind == "generic":
            sister = partnership.get("relation") in ("sister_city", "friendship_city")
            kind = "sister_city_agreement" if sister else "other"
        draft = self.reader.new("agreement", "row", part.start)
        draft.partners = [partner]
        draft.spans["partners"] = [partner.span]
        draft.say("agreement_kind", kind, span_of(nouns[0]))
        draft.say("kind_as_written", self.reader.words(span_of(nouns[0])), span_of(nouns[0]))
        date = part.dates[0]
        draft.say("signed", date.value, Span(date.start, date.end))
        if date.last:
            draft.say("valid_until", date.last, Span(date.start, date.end))
        if date.fault:
            draft.faults.append(date.fault)

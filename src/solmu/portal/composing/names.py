"""Everything that has a name, from A to Z: a way to find without a script, and in a static copy the way to search."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from solmu.places.names import fold
from solmu.places.sorting import sort_key
from solmu.portal.addresses import names_address, search_address
from solmu.portal.composing.reader import AddressIn, Reader, frame
from solmu.portal.composing.search import hrefs_of, kind_of_hit
from solmu.portal.pages.names import NameGroup, NameLine, NamesPage
from solmu.portal.pages.notices import Link
from solmu.portal.pages.parts import Text
from solmu.search.queries.names import Named, names

_LETTERS = {"fi": "ÅÄÖ", "sv": "ÅÄÖ"}
"""Letters that stand at the end of the alphabet, and are no A and O with marks."""
_AS_SORTED = str.maketrans("ÆØ", "ÄÖ")
OTHERS = "#"


def names_page(reader: Reader) -> NamesPage:
    """All names in the reader's alphabet, partners by every name they have."""
    return _page(reader, heading=_("From A to Z"), address=names_address, section="names")


def names_for_search(reader: Reader) -> NamesPage:
    """What a static copy has where the live portal has its search."""
    return _page(reader, heading=_("Search"), address=search_address, section="search", is_search=True)


def _page(reader: Reader, *, heading: str, address: AddressIn, section: str, is_search: bool = False) -> NamesPage:
    known = list(names(reader.language))
    hrefs = hrefs_of(reader, known)
    lines = [line for named in known for line in _lines(reader, named, hrefs[named.record_id])]
    lines.sort(key=lambda line: (sort_key(line.name.words, reader.language), line.what, line.href))
    grouped = groupby(lines, key=lambda line: letter_of(line.name.words, reader.language))
    live = reader.profile.live(search_address(reader.language)) if is_search else ""
    return NamesPage(
        frame=frame(reader, title=heading, address=address, section=section),
        heading=heading,
        lead=_("Partners by all their names, agreements, institutions, networks, themes and stories, by name."),
        groups=tuple(
            NameGroup(letter, f"letter-{number}", tuple(its)) for number, (letter, its) in enumerate(grouped, start=1)
        ),
        field_label=_("Name, or how it begins"),
        none_found=_("No name is like this."),
        empty=_("Nothing has been published yet. What has a name will stand here.") if not lines else "",
        is_search=is_search,
        live=Link(_("Search in all texts"), live) if live else None,
    )


def _lines(reader: Reader, named: Named, href: str) -> list[NameLine]:
    found = [NameLine(Text(named.title), href, kind_of_hit(named.kind), fold(named.title))]
    for language, name in named.others:
        what = _("other name of %(name)s") % {"name": named.title}
        found.append(NameLine(Text(name, "" if language == reader.language else language), href, what, fold(name)))
    return found


def letter_of(name: str, language: str) -> str:
    """The heading a name stands under: its first letter, as the reader's alphabet knows it."""
    first = name[:1].upper()
    own = _LETTERS.get(language, "")
    if own and first.translate(_AS_SORTED) in own:
        return first.translate(_AS_SORTED)
    plain = fold(name)[:1].upper()
    return plain if plain.isalpha() else OTHERS

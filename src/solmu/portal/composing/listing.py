"""Lists with filters and pages, whose addresses carry no query: `/fi/partners/country-ee/page-2/`.

One filter is in use at a time. How a list of things comes to have filters and pages:

1. `urls.py`: `re_path(listing("things"), things.things, name="things")`.
2. `addresses.py`, whose parameters are a language, `choice=""` and `page=1`:

       def things_address(language, choice="", page=1):
           return list_address("things", language, choice, page)

3. The view takes `choice` and `page` and hands them on:

       def things(request, language, choice="", page="1"):
           asked = Asked(choice, int(page))
           return answer(request, language, "portal/things.html", lambda reader: things_page(reader, asked))

4. The composing function loads every row, lets `list_of` choose, and words only the chosen rows:

       filters = (Filter("kind", _("Kind"), lambda row: [(row.kind, row.get_kind_display())]), …)
       listed = list_of(reader, rows, filters, asked, address=things_address, counted=…)
       if listed is None:
           return None                                          # the view answers 404
       return ThingsPage(
           frame=frame(reader, title=listed.title(_("Things")), address=listed.address, canonical=listed.canonical, …),
           listing=listed.view,
           things=tuple(_thing(reader, row) for row in listed.rows),
       )

5. The template includes `portal/_filters.html`, the rows and `portal/_pages.html`, both `with listing=page.listing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from solmu.core.wording import lower_first, shown_number
from solmu.places.sorting import sort_key
from solmu.portal.composing.reader import AddressIn, Reader
from solmu.portal.pages.listing import FilterChoice, FilterGroup, Listing, PageLink

PER_PAGE = 50
NEAR = 2
"""Pages beside the current one that have a link of their own."""

Row = TypeVar("Row")


class ListAddress(Protocol):
    """The address of a list in a language, of a choice (empty for none) and a page."""

    def __call__(self, language: str, choice: str = "", page: int = 1) -> str: ...


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list: a choice as its segment (`country-ee`), empty for none, and a page."""

    choice: str = ""
    page: int = 1


@dataclass(frozen=True)
class Filter(Generic[Row]):
    """One thing by which rows are chosen.

    `key` stands in the address before the code of the choice. `choices` gives the choices a row belongs to: codes (of
    letters, digits, `-` and `_`) with their words. They are offered in the order of `order`, and the rest in the
    reader's alphabet. Rows of a choice `on_request` are shown under that choice alone.
    """

    key: str
    label: str
    choices: Callable[[Row], Iterable[tuple[str, str]]]
    order: Sequence[str] = ()
    on_request: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """The rows of one page, what stands around them, and the page's address in each language.

    `canonical` is the address by which search engines know it: its own, of a filtered list that of the whole one.
    """

    rows: tuple[Row, ...]
    view: Listing
    address: AddressIn
    canonical: AddressIn
    chosen: str = ""  # "Country: Estonia"
    page: int = 1

    def title(self, heading: str) -> str:
        """*Partners, country: Estonia, page 2*"""
        page = _("page %(number)d") % {"number": self.page} if self.page > 1 else ""
        return ", ".join(filter(None, (heading, lower_first(self.chosen), page)))


def list_of(
    reader: Reader,
    rows: Sequence[Row],
    filters: Sequence[Filter[Row]],
    asked: Asked,
    *,
    address: ListAddress,
    counted: Callable[[int], str],
) -> Listed[Row] | None:
    """The rows an address asks for, in their order; None where it asks for a choice or a page that there is not.

    `counted` words a number of rows: *3 partners*. A filter whose only choice tells nothing is not offered, but its
    address answers.
    """
    kept = [row for row in rows if not _is_on_request(row, filters)]
    sorts = [(each, _sorted_into(reader, each, rows, kept)) for each in filters]
    found, chosen = kept, ""
    if asked.choice:
        offered = {
            f"{each.key}-{code}": (each, word, its) for each, sort in sorts for code, (word, its) in sort.items()
        }
        if asked.choice not in offered:
            return None
        its_filter, word, found = offered[asked.choice]
        chosen = f"{its_filter.label}: {word}"
    last = max(1, -(-len(found) // PER_PAGE))
    if not 1 <= asked.page <= last:
        return None
    first = (asked.page - 1) * PER_PAGE
    shown = found[first : first + PER_PAGE]
    language = reader.language
    pages = page_links(asked.page, last, lambda page: address(language, asked.choice, page))
    groups = (_group(each, sort, asked, lambda choice: address(language, choice)) for each, sort in sorts)
    return Listed(
        rows=tuple(shown),
        view=Listing(
            sentence=_sentence(chosen, counted(len(found)), first + 1, first + len(shown), is_part=last > 1),
            whole_href=address(language),
            filters=tuple(group for group in groups if group.current or _tells(group, len(kept))),
            pages=pages,
            previous_href=address(language, asked.choice, asked.page - 1) if asked.page > 1 else "",
            next_href=address(language, asked.choice, asked.page + 1) if asked.page < last else "",
        ),
        address=lambda code: address(code, asked.choice, asked.page),
        canonical=lambda code: address(code) if asked.choice else address(code, "", asked.page),
        chosen=chosen,
        page=asked.page,
    )


def _segment(one: Filter[Row], code: str) -> str:
    return f"{one.key}-{code}"


def _is_on_request(row: Row, filters: Sequence[Filter[Row]]) -> bool:
    return any(code in each.on_request for each in filters if each.on_request for code, _word in each.choices(row))


def _sorted_into(
    reader: Reader, one: Filter[Row], rows: Sequence[Row], kept: Sequence[Row]
) -> dict[str, tuple[str, list[Row]]]:
    """The filter's choices that some row belongs to, in the order they are offered, each with its word and rows."""
    found: dict[str, tuple[str, list[Row]]] = {}
    for is_kept, some in ((True, kept), (False, rows if one.on_request else ())):
        for row in some:
            for code, word in dict(one.choices(row)).items():
                if is_kept or code in one.on_request:
                    found.setdefault(code, (word, []))[1].append(row)
    places = {code: place for place, code in enumerate(one.order)}

    def order(code: str) -> tuple[int, str, str]:
        return (places.get(code, len(places)), sort_key(found[code][0], reader.language), code)

    return {code: found[code] for code in sorted(found, key=order)}


def _group(
    one: Filter[Row], sort: dict[str, tuple[str, list[Row]]], asked: Asked, href: Callable[[str], str]
) -> FilterGroup:
    choices = []
    for code, (word, its) in sort.items():
        segment = _segment(one, code)
        is_current = segment == asked.choice
        choices.append(FilterChoice(word, shown_number(len(its)), href("" if is_current else segment), is_current))
    return FilterGroup(one.label, tuple(choices))


def _tells(group: FilterGroup, number: int) -> bool:
    """Whether choosing would show anything else than the whole list does."""
    return len(group.choices) > 1 or any(choice.number != shown_number(number) for choice in group.choices)


def _sentence(chosen: str, counted: str, first: int, last: int, *, is_part: bool) -> str:
    """*Country: Estonia. 120 agreements, of which 51–100 are shown here.*"""
    numbers = {"counted": counted, "first": first, "last": last}
    told = _("%(counted)s, of which %(first)d–%(last)d are shown here.") if is_part else _("%(counted)s.")
    return " ".join(filter(None, (chosen and f"{chosen}.", told % numbers)))


def page_links(page: int, last: int, href: Callable[[int], str]) -> tuple[PageLink, ...]:
    """The first page, the last, and those around the current one; dots where some are left out."""
    if last == 1:
        return ()
    links, before = [], 0
    for number in sorted({1, last, *range(max(1, page - NEAR), min(last, page + NEAR) + 1)}):
        if number - before == 2:
            links.append(PageLink(str(before + 1), href(before + 1)))
        elif number - before > 2:
            links.append(PageLink("…"))
        links.append(PageLink(str(number), href(number), number == page))
        before = number
    return tuple(links)

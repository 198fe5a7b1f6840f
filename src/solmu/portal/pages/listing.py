"""What stands around a list that is filtered and shown in pages."""

from __future__ import annotations

from dataclasses import dataclass

LONG = 10


@dataclass(frozen=True)
class FilterChoice:
    """One choice of a filter, with how many rows it would show; a current one leads back to the whole list."""

    word: str
    number: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class FilterGroup:
    """One filter with its choices."""

    label: str
    choices: tuple[FilterChoice, ...]

    @property
    def is_long(self) -> bool:
        """Whether its choices are laid out in two columns."""
        return len(self.choices) > LONG

    @property
    def current(self) -> FilterChoice | None:
        return next((choice for choice in self.choices if choice.is_current), None)


@dataclass(frozen=True)
class PageLink:
    """A page of the list; one without an address stands for pages left out between two others."""

    word: str
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Listing:
    """`sentence`: how many rows are shown of how many; `whole_href`: the list without a filter."""

    sentence: str
    whole_href: str
    filters: tuple[FilterGroup, ...] = ()
    pages: tuple[PageLink, ...] = ()  # none where there is one page only
    previous_href: str = ""
    next_href: str = ""

    @property
    def current(self) -> FilterGroup | None:
        """The filter of which a choice is in use."""
        return next((group for group in self.filters if group.current), None)

"""What a page tells programs about itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alternate:
    """The page in a language, or in whichever there is for a reader of another (`x-default`)."""

    code: str
    href: str


@dataclass(frozen=True)
class Picture:
    """A picture for those who share the page, 1200 by 630; `words` say what is on it."""

    href: str
    words: str


@dataclass(frozen=True)
class Head:
    """Addresses are whole where the site's own is known, else paths; a page that is not to be found has none.

    `data` is JSON-LD, written so that it can stand in a page as it is.
    """

    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    data: str = ""
    picture: Picture | None = None

    @property
    def is_indexed(self) -> bool:
        return bool(self.canonical)

"""What pages are put together of."""

from __future__ import annotations

from dataclasses import dataclass, field

from solmu.portal.pages.head import Head


@dataclass(frozen=True)
class Text:
    """Words with the language they are in, empty where it is the page's own; then `note` says so ("in Finnish")."""

    words: str
    lang: str = ""
    note: str = ""


@dataclass(frozen=True)
class NavigationItem:
    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """This page in one language, named in that language."""

    code: str
    name: str
    href: str
    is_current: bool = False


@dataclass(frozen=True)
class DayForm:
    """A form for another day: where it leads, the page it is about, the day in it, days there are (ISO or empty)."""

    action: str
    page: str
    way: str = "on"  # on a day with what is known today, or "known": as published by then
    value: str = ""
    first: str = ""
    last: str = ""
    name: str = "day"  # tells forms of one page apart


@dataclass(frozen=True)
class DayBanner:
    """That a page is of another day: which, in a sentence; the way to the page as it is now, and to other days."""

    sentence: str
    present_href: str
    present_label: str
    form: DayForm | None = None


@dataclass(frozen=True)
class Frame:
    """What stands around every page. `title` is the page's own part of the browser's title."""

    language: str
    title: str
    brand: str
    home_href: str
    navigation: tuple[NavigationItem, ...] = ()
    all_sections: tuple[NavigationItem, ...] = ()
    languages: tuple[LanguageLink, ...] = ()
    description: str = ""
    colours_href: str = ""  # a stylesheet of the city's own colours, beside the portal's
    as_of: str = ""  # the day the page speaks of, in the reader's form
    search_href: str = ""
    calendar_href: str = ""  # what the city does with its partners, for a calendar program
    banner: DayBanner | None = None
    head: Head = field(default_factory=Head)  # what it tells programs
    feed_href: str = ""  # what changed of late, for programs that follow
    days_href: str = ""  # in a static copy: where the live portal shows other days
    day_form: DayForm | None = None  # at the foot of a page of today


@dataclass(frozen=True)
class StatusWord:
    """A status with its code (concepts.md, snake case) and word; `certain`: all dates it rests on are known."""

    code: str
    word: str
    certain: bool = True


@dataclass(frozen=True)
class Fact:
    label: str
    value: Text
    href: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Quote:
    """Words of a public source; `number` is what the page's facts refer to."""

    number: int
    text: str
    lang: str = ""
    note: str = ""  # "in Finnish", where it is not the page's language
    remark: str = ""  # what the source leaves open


@dataclass(frozen=True)
class SourceBlock:
    """One source with the words quoted from it on this page."""

    title: Text
    about: str = ""  # who, when read
    href: str = ""
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class MapKey:
    """A line style that occurs on the map ("" ordinary, "suspended", "ended") and what it means."""

    style: str
    word: str


@dataclass(frozen=True)
class PartnerRow:
    name: Text
    href: str
    country: str
    distance: str
    reach_svg: str
    since: str = ""
    status: StatusWord | None = None  # None: not stated, shown as nothing
    number: int | None = None  # where the map shows this number for the name at some width


@dataclass(frozen=True)
class AgreementLine:
    """An agreement or an end of one in a list: its status, what it is, and a sentence or two."""

    status: StatusWord
    title: str
    href: str
    sentence: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class DatedLine:
    """Something with a time beside it: coverage as stated and recorded, a pair of schools, a recognition.

    `details` follow the sentence, each with its label.
    """

    when: str
    heading: Text
    sentence: str = ""
    href: str = ""
    cites: tuple[int, ...] = ()
    details: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A plain sentence about an agreement on the day; `lead` is set strong where it tells of an end."""

    code: str
    words: str
    lead: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class PlaceName:
    """The partner's name in another language; `language` names that language to the reader ("in Chinese")."""

    name: str
    lang: str
    language: str


@dataclass(frozen=True)
class AgreementRow:
    """One agreement in a table. `anchor` lets the timeline point at it."""

    anchor: str
    title: str
    href: str
    status: StatusWord
    made: str = ""  # empty: not recorded
    in_force: str = ""
    paused: str = ""  # "suspended 2021 – 2022"
    status_note: str = ""  # "no successor is recorded"
    parties: str = ""
    themes: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class ThemeList:
    """The themes of one agreement, in its order and its words."""

    intro: str
    themes: tuple[Text, ...]
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class TimelineView:
    """The drawing, its sentences for whoever does not see it, and the marks that occur in it, for the key."""

    svg: str
    sentences: tuple[str, ...]
    marks: frozenset[str] = frozenset()  # of: year, begun, unknown, open, gap, pause, suspended, planned


@dataclass(frozen=True)
class Image:
    """A picture with words for those who do not see it, who made it and under what licence it is shown."""

    href: str
    alternative: Text
    credit: str
    licence: str


@dataclass(frozen=True)
class ErrorPage:
    frame: Frame
    heading: str
    sentence: str
    home_label: str

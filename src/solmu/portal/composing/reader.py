"""Who a page is for: the city whose portal it is, the language, the day; and what stands around every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from solmu.core.city import City, CityName
from solmu.core.colours import city_sheet
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.portal.addresses import (
    at_present,
    calendar_address,
    colours_address,
    days_address,
    feed_address,
    home_address,
    search_address,
)
from solmu.portal.composing.head import Crumb, Node, head_of
from solmu.portal.pages.head import Head, Picture
from solmu.portal.pages.parts import DayBanner, DayForm, Frame, LanguageLink, NavigationItem, Text
from solmu.portal.sections import SECTIONS

AddressIn = Callable[[str], str]
"""The address of the page in a language."""


KNOWN_SECTIONS = frozenset({"partners", "agreements"})
"""The parts of the portal that can tell what had been published by a day."""


@dataclass(frozen=True)
class Profile:
    """Where a page stands: answered by the server that made it, or a file of a static copy.

    A static page can answer nothing itself; `live_address` is where the portal that made it can be asked, if anywhere.
    """

    is_static: bool = False
    live_address: str = ""

    def live(self, address: str) -> str:
        """The address at the live portal; empty for a copy that knows none."""
        return f"{self.live_address}{address}" if self.live_address or not self.is_static else ""


LIVE = Profile()


@dataclass(frozen=True)
class Reader:
    """The city, the reader's language and the day the page speaks of."""

    city: City
    language: str
    day: date
    is_other_day: bool = False  # the address asks for this day; else it is the city's own
    profile: Profile = LIVE
    is_as_known: bool = False  # the page tells what had been published by the day, not what is known of it today

    @property
    def home(self) -> CityName:
        return self.city.name_in(self.language)

    @property
    def lead(self) -> Term:
        """How long before a notice period an agreement counts as ending soon."""
        return Term(self.city.lead_months)

    @property
    def shown_day(self) -> str:
        return shown_date(self.day)

    def text(self, words: str, language: str) -> Text:
        """Words with their language, said where it is not the page's."""
        if not language or language == self.language:
            return Text(words)
        return Text(words, language, in_language(language))


def spoken(city: City) -> list[str]:
    """The city's languages that the interface has, the first first; English where it has none."""
    known = dict(settings.LANGUAGES)
    return [code for code in city.languages if code in known] or ["en"]


def in_language(code: str) -> str:
    """*in Finnish*, in the active language; empty for a language the interface has no words for."""
    names = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
    return names.get(code.partition("-")[0], "")


def name_language(code: str) -> str:
    """What a local name is beside the reader's: *in Chinese*; empty where the interface has no words for it."""
    names = {
        "zh-Latn": _("in pinyin"),
        "zh": _("in Chinese"),
        "ru": _("in Russian"),
        "uk": _("in Ukrainian"),
        "ja": _("in Japanese"),
        "ko": _("in Korean"),
        "de": _("in German"),
        "et": _("in Estonian"),
        "is": _("in Icelandic"),
        "da": _("in Danish"),
        "nb": _("in Norwegian"),
        "hu": _("in Hungarian"),
        "pl": _("in Polish"),
        "fr": _("in French"),
        "es": _("in Spanish"),
    }
    return names.get(code) or names.get(code.partition("-")[0]) or in_language(code)


def frame(
    reader: Reader,
    *,
    title: str,
    address: AddressIn,
    section: str = "",
    description: str = "",
    about: Node | None = None,
    picture: Picture | None = None,
    is_lasting: bool = True,
    canonical: AddressIn | None = None,
) -> Frame:
    """What stands around a page; `section` is the part of the portal it belongs to, `about` what it tells of.

    `canonical` is the address by which search engines are to know it, where that is another than its own.

    A page that does not last (a day's, a form's answer, a sentence in place of a page) is not to be found by search
    engines and has no other days.
    """
    language, profile, is_lasting = reader.language, reader.profile, is_lasting and not reader.is_other_day
    with at_present():
        present, home, search = address(language), home_address(language), search_address(language)
    sections = [each for each in SECTIONS if not reader.is_as_known or each.key in KNOWN_SECTIONS]
    items = [(each, NavigationItem(str(each.word), each.address(language), each.key == section)) for each in sections]
    name = brand(reader)
    crumbs = [Crumb(name, home), *(Crumb(item.label, item.href) for each, item in items if each.key == section)]
    if title and (not section or crumbs[-1].name != title):
        crumbs.append(Crumb(title, ""))
    return Frame(
        language=language,
        title=", ".join(filter(None, (title, reader.shown_day))) if reader.is_other_day else title,
        brand=name,
        home_href=home,
        navigation=tuple(item for each, item in items if each.is_main),
        all_sections=tuple(item for _each, item in items),
        languages=tuple(
            LanguageLink(code, str(name), address(code), code == language) for code, name in settings.LANGUAGES
        ),
        description=description,
        colours_href=colours_address(sheet.mark) if (sheet := city_sheet()) else "",
        as_of=reader.shown_day,
        search_href=search,
        calendar_href=calendar_address(language),
        feed_href=feed_address(language),
        banner=_banner(reader, present) if reader.is_other_day else None,
        days_href=profile.live(days_address(language)) if profile.is_static and is_lasting else "",
        day_form=day_form(reader, present) if is_lasting and not profile.is_static else None,
        head=head_of(
            canonical or address,
            language,
            name=title or name,
            brand=name,
            description=description,
            crumbs=crumbs,
            about=about,
            picture=picture,
        )
        if is_lasting
        else Head(),
    )


def day_form(
    reader: Reader, page: str, *, value: str = "", first: date | None = None, as_known: bool = False
) -> DayForm:
    """A form for another day of a page, by its present address."""
    return DayForm(
        action=days_address(reader.language),
        page=page,
        way="known" if as_known else "on",
        name="known-day" if as_known else "day",
        value=value,
        first=first.isoformat() if first else "",
        last="" if reader.is_other_day else reader.day.isoformat(),
    )


def _banner(reader: Reader, present: str) -> DayBanner:
    if reader.is_as_known:
        told = _("This page shows what had been published by %(day)s, as far as it is public today.")
    else:
        told = _("This page shows how it stood on %(day)s, with what is known today.")
    return DayBanner(
        sentence=told % {"day": reader.shown_day},
        present_href=present,
        present_label=_("The page as it is today"),
        form=day_form(reader, present, value=reader.day.isoformat(), as_known=reader.is_as_known),
    )


def brand(reader: Reader) -> str:
    """What the city calls its portal, else its name and what it is."""
    own = reader.city.text("site_title", reader.language)
    return own or _("International partners of %(city)s") % {"city": reader.home.nominative}

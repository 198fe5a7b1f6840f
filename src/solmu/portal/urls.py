"""Addresses of the portal. The words in them are the same in every language, so that they last."""

from __future__ import annotations

from django.urls import path, re_path

from solmu.core.ids import ALPHABET, LENGTH
from solmu.portal.views import (
    activities,
    agreements,
    as_known,
    colours,
    feedback,
    figures,
    home,
    institutions,
    media,
    names,
    networks,
    notices,
    other_days,
    partners,
    pictures,
    recognitions,
    search,
    sitemaps,
    stories,
)

app_name = "portal"

LANGUAGE = r"(?P<language>fi|sv|en)"
RECORD = rf"(?P<record_id>[{ALPHABET}]{{{LENGTH}}})"
CHOICE = r"(?!page-)(?P<choice>[a-z]+-[-\w]+)"
NUMBER = r"(?P<page>[2-9]|[1-9][0-9]{1,3})"
PAGE = r"page-(?P<page>[2-9]|[1-9][0-9]{1,3})"

WHOSE = rf"(?P<whose>city|[{ALPHABET}]{{{LENGTH}}})"
DAY = r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
REST = r"(?P<rest>(?:(?:fi|sv|en)/.*)?)"


def listing(segment: str) -> str:
    """The addresses of a list with filters and pages (`composing/listing.py`)."""
    return rf"^{LANGUAGE}/{segment}/(?:{CHOICE}/)?(?:{PAGE}/)?$"


urlpatterns = [
    path("", home.entrance, name="entrance"),
    re_path(rf"^{LANGUAGE}/$", home.home, name="home"),
    re_path(listing("partners"), partners.partners, name="partners"),
    re_path(rf"^{LANGUAGE}/partners/{RECORD}/(?P<slug>[-\w]*)$", partners.partner, name="partner"),
    re_path(listing("agreements"), agreements.register, name="agreements"),
    re_path(rf"^{LANGUAGE}/agreements/{RECORD}/(?P<slug>[-\w]*)$", agreements.agreement, name="agreement"),
    re_path(listing("networks"), networks.networks, name="networks"),
    re_path(rf"^{LANGUAGE}/networks/{RECORD}/(?P<slug>[-\w]*)$", networks.network, name="network"),
    re_path(listing("institutions"), institutions.institutions, name="institutions"),
    re_path(listing("activities"), activities.activities, name="activities"),
    re_path(rf"^{LANGUAGE}/activities/{RECORD}/(?P<slug>[-\w]*)$", activities.activity, name="activity"),
    re_path(listing("recognitions"), recognitions.recognitions, name="recognitions"),
    re_path(listing("stories"), stories.stories, name="stories"),
    re_path(rf"^{LANGUAGE}/stories/{RECORD}/(?P<slug>[-\w]*)$", stories.story, name="story"),
    re_path(rf"^{LANGUAGE}/figures/$", figures.figures, name="figures"),
    re_path(rf"^{LANGUAGE}/figures/(?P<key>[a-z-]+)\.(?P<form>csv|svg)$", figures.figure, name="figure"),
    re_path(rf"^{LANGUAGE}/days/$", other_days.days, name="days"),
    re_path(rf"^{LANGUAGE}/about/$", notices.about, name="about"),
    re_path(rf"^{LANGUAGE}/accessibility/$", notices.accessibility, name="accessibility"),
    re_path(rf"^{LANGUAGE}/privacy/$", notices.privacy, name="privacy"),
    re_path(rf"^{LANGUAGE}/feedback/$", feedback.feedback, name="feedback"),
    re_path(rf"^{LANGUAGE}/feedback/sent/{RECORD}/$", feedback.sent, name="feedback_sent"),
    re_path(rf"^known/{DAY}/{REST}$", as_known.known, name="known"),
    re_path(rf"^on/{DAY}/{REST}$", other_days.on_day, name="on_day"),
    re_path(rf"^{LANGUAGE}/a-z/$", names.names, name="names"),
    re_path(rf"^{LANGUAGE}/search/$", search.search, name="search"),
    re_path(rf"^{LANGUAGE}/search/suggest$", search.suggestions, name="suggestions"),
    re_path(rf"^{LANGUAGE}/pictures/{WHOSE}-(?P<name>[0-9a-f]{{16}})\.png$", pictures.shared, name="picture"),
    re_path(r"^colours-(?P<mark>[0-9a-f]{16})\.css$", colours.colours, name="colours"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    re_path(rf"^{LANGUAGE}/sitemap(?:-{NUMBER})?\.xml$", sitemaps.sitemap, name="sitemap"),
    re_path(
        rf"^media/images/{RECORD}/(?P<mark>[0-9a-f]{{16}})\.(?P<ending>png|jpg|webp|avif)$", media.image, name="image"
    ),
    re_path(
        rf"^media/documents/(?P<document_id>[{ALPHABET}]{{{LENGTH}}})/(?P<slug>[-\w]+)\.(?P<ending>pdf|docx|odt|png|jpg)$",
        media.document,
        name="document",
    ),
    path("robots.txt", notices.robots, name="robots"),
    path(".well-known/security.txt", notices.security, name="security"),
]

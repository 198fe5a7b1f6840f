"""The record that is searched in tests, from `data/record.toml`, through the registry's actions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.places.actions import register_place
from solmu.places.rules import Name
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import publish_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.actions.stories import add_story
from solmu.registry.actions.themes import add_theme
from solmu.registry.models import Partnership, Theme
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementKind,
    Extent,
    InstitutionLevel,
    OrganisationKind,
)
from tests.registry import founding

DATA = Path(__file__).parent / "data"
BY = founding.BY
KINDS = tuple(AgreementKind)[:5]


def make() -> dict[str, Partnership]:
    """The whole record, published; returns its partnerships by the first name of the partner."""
    data: dict[str, list[dict[str, Any]]] = tomllib.loads((DATA / "record.toml").read_text(encoding="utf-8"))
    source = founding.page()
    home = founding.home(source)
    themes = [_theme(number, names) for number, names in enumerate(data["theme"])]
    ties: dict[str, Partnership] = {}
    for number, partner in enumerate(data["partner"]):
        names = [Name(text, language, *kind) for language, text, *kind in partner["names"]]
        place = register_place(by=BY, source=source, country=partner["country"], names=names)
        since = partner["since"]
        tie = founding.partnership(source, place, since=founding.on(str(since)))
        ties[names[0].text] = tie
        founding.agreement(source, tie, kind=KINDS[0], signed=str(since), valid_until="..")
        wording = themes[number % len(themes)].name.data
        founding.agreement(
            source, tie, kind=KINDS[1 + number % 4], signed=str(min(since + 12, 2020)),
            valid_until=str(min(since + 16, 2024)),
            themes=[wording["en"]],
        )  # fmt: skip
    for tie in list(ties.values())[:6]:
        add_coverage_statement(
            by=BY, source=source, level=InstitutionLevel.UPPER_SECONDARY_SCHOOL, extent=Extent.ALL, partnership=tie,
            stated_from=founding.on("2016"), is_published=True,
        )  # fmt: skip
    for each in data["network"]:
        network = add_organisation(
            by=BY, source=source, kind=OrganisationKind.NETWORK, name=LazyI18nString({"en": each["name"]}),
            abbreviation=each["abbreviation"], is_published=True,
        )  # fmt: skip
        add_membership(by=BY, source=source, network=network, organisation=home, is_published=True)
    for each in data["link"]:
        ends = [
            add_organisation(
                by=BY, source=source, kind=OrganisationKind(each["level"]), name=LazyI18nString({"": each[side]}),
                is_published=True,
            )
            for side in ("home", "partner")
        ]  # fmt: skip
        add_institution_link(
            by=BY, source=source, level=InstitutionLevel(each["level"]), home_institution=ends[0],
            partner_institution=ends[1], partnership=ties[each["of"]], linked_from=founding.on(str(each["since"])),
            is_published=True,
        )  # fmt: skip
    for each in data["activity"]:
        row = add_activity(
            by=BY, source=source, kind=ActivityKind(each["kind"]), title=LazyI18nString(each["title"]),
            starts=founding.on(each["start"]), partnerships=[ties[each["of"]]], themes=[themes[each["theme"]]],
            outcome=LazyI18nString(each["outcome"]) if "outcome" in each else "",
        )  # fmt: skip
        publish_record(by=BY, source=source, record=row.record)
    for each in data["story"]:
        row = add_story(
            by=BY, source=source, title=LazyI18nString(each["title"]), text=LazyI18nString(each["text"]),
            partnership=ties[each["of"]], written=founding.on(each["written"]),
        )  # fmt: skip
        publish_record(by=BY, source=source, record=row.record)
    for each in data["recognition"]:
        add_recognition(
            by=BY, source=source, title=LazyI18nString(each["title"]), recipient_as_written=each["recipient"],
            giver_as_written=each["giver"], awarded=founding.on(each["awarded"]), is_published=True,
        )  # fmt: skip
    return ties


def _theme(number: int, names: dict[str, str]) -> Theme:
    theme = add_theme(by=BY, key=names["en"].replace(" ", "_"), position=number, name=LazyI18nString(names))
    theme.refresh_from_db()
    return theme

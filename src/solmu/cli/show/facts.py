"""What else is recorded: institutions, recognitions, networks, activities, themes, sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from solmu.cli.show.listing import Asked, Listing, joined, label, shown


def institutions(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from solmu.registry.queries.on_day import institution_objects
    from solmu.registry.vocabulary import Extent, InstitutionLevel

    objects = institution_objects(asked.day, asked.languages, public_only=False, partnership_id=partnership_id)

    def pairs(each: dict[str, Any]) -> str:
        if "recorded_pairs" not in each:
            return f"{each['home']} – {each['partner_institution']}"
        number = each["recorded_pairs"]
        recorded = ngettext("%(number)d pair recorded", "%(number)d pairs recorded", number) % {"number": number}
        stated = _("As stated")
        return f"{stated}: {label(Extent, each['extent'])}. {recorded}."

    return [
        Listing(
            title=_("Institutions"),
            headings=(_("Partner"), _("Kind"), _("Since"), _("What is known")),
            rows=[
                (
                    each["partner"]["name"] if each["partner"] else "–",
                    label(InstitutionLevel, each["level"]),
                    shown(each["since"]),
                    pairs(each),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No institution link is recorded."),
        )
    ]


def recognitions(asked: Asked, name: str | None, giver_place_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import recognition_objects

    objects = recognition_objects(asked.day, asked.languages, public_only=False, giver_place_id=giver_place_id)
    return [
        Listing(
            title=_("Recognitions"),
            headings=(_("Title"), _("Giver"), _("Recipient"), _("Year"), _("Earlier recipients")),
            rows=[
                (
                    each["title"],
                    each["giver"] or "–",
                    each["recipient"],
                    shown(each["year"]),
                    joined(each["earlier_recipients"]),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No recognition is recorded."),
        )
    ]


def networks(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import membership_objects
    from solmu.registry.vocabulary import MembershipRole, NetworkPurpose

    objects = membership_objects(asked.day, asked.languages, public_only=False)
    return [
        Listing(
            title=_("Networks"),
            headings=(_("Network"), _("Role"), _("Since"), _("Until"), _("Purpose"), _("Fee"), _("Represented by")),
            rows=[
                (
                    each["network"],
                    label(MembershipRole, each["role"]),
                    shown(each["since"]),
                    shown(each["until"]),
                    joined([label(NetworkPurpose, purpose) for purpose in each["purposes"]]),
                    _fee_on(asked.day, each),
                    joined([acting["name"] for acting in each["representatives"] if _is_on(asked.day, acting)]),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No membership is recorded."),
        )
    ]


def _is_on(day: date, each: dict[str, Any]) -> bool:
    """Whether what has `since` and `until` goes on, on the day, by what is known."""
    from solmu.core.dates import PartialDate

    since, until = (PartialDate.from_edtf(each[key]) if each[key] else None for key in ("since", "until"))
    return (since is None or since.earliest <= day) and (until is None or until.latest >= day)


def _fee_on(day: date, membership: dict[str, Any]) -> str:
    """The fee that counts on the day, of those that began the last; else the fee as its source states it."""
    counting = [fee for fee in membership["fees"] if _is_on(day, fee)]
    if not counting:
        return membership["fee"] or "–"
    fee = max(counting, key=lambda fee: fee["since"] or "")
    return f"{fee['amount']} {fee['currency']}"


def activities(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import activity_objects
    from solmu.registry.vocabulary import ActivityKind

    objects = activity_objects(asked.day, asked.languages, public_only=False, partnership_id=partnership_id)
    return [
        Listing(
            title=_("Visits and events"),
            headings=(_("Title"), _("Kind"), _("Start"), _("End"), _("Partners"), _("Participants")),
            rows=[
                (
                    each["title"],
                    label(ActivityKind, each["activity_kind"]),
                    shown(each["start"]),
                    shown(each["end"]),
                    joined([partner["name"] for partner in each["partners"]]),
                    str(each["participants"] or "–"),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No activity is recorded."),
        )
    ]


def themes(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import theme_objects

    objects = theme_objects(asked.languages)
    return [
        Listing(
            title=_("Themes"),
            headings=(_("Theme"), "YSO"),
            rows=[(each["name"], each["yso"] or "–") for each in objects],
            shapes=objects,
            empty=_("No theme is recorded."),
        )
    ]


def sources(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import source_objects

    objects = source_objects(public_only=False)
    return [
        Listing(
            title=_("Sources"),
            headings=(_("Title"), _("Read on"), _("Address"), _("Publicity")),
            rows=[
                (
                    each["title"],
                    shown(each["read_on"]),
                    each["address"] or "–",
                    _("Public") if each["public"] else _("Internal"),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No source is recorded."),
        )
    ]

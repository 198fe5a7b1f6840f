"""What is kept beside the ties: commitments, contacts, visits, the activity index, networks shared with a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solmu.cli.show.listing import Asked, Listing, joined, shown

if TYPE_CHECKING:
    from solmu.registry.models import Activity, Partnership


def commitments(asked: Asked, name: str | None) -> list[Listing]:
    """Every commitment, and the days it is due on by the day plus lead time and was not met for."""
    from django.utils.translation import gettext as _

    from solmu.core.terms import shift_day
    from solmu.registry.models import Commitment
    from solmu.registry.queries.commitments import commitments_due
    from solmu.registry.queries.names import names_of
    from solmu.registry.records import claim_form, shapes_of_kind
    from solmu.registry.vocabulary import RecordKind

    keys = list(Commitment.objects.live().order_by("due_on_earliest", "pk").values_list("pk", flat=True))
    shapes = shapes_of_kind(RecordKind.COMMITMENT, keys)
    waiting: dict[str, list[str]] = {}
    for each in commitments_due(shift_day(asked.day, asked.city.lead_months)):
        waiting.setdefault(each.commitment.pk, []).append(each.due_on.edtf)
    objects = [claim_form(shapes[key], asked.languages) | {"open": waiting.get(key, [])} for key in keys]
    names = names_of([each["agreement"] or each["membership"] for each in objects])
    return [
        Listing(
            title=_("Commitments"),
            headings=(_("Commitment"), _("Obliged by"), _("First due"), _("Recurs"), _("Days not met"), _("Id")),
            rows=[
                (
                    each["text"],
                    names.of(each["agreement"] or each["membership"], asked.language),
                    shown(each["due_on"]),
                    _("every %(number)d months") % {"number": each["every_months"]} if each["every_months"] else "–",
                    joined([shown(due) for due in each["open"]]),
                    each["id"],
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No commitment is recorded."),
        )
    ]


def contacts(asked: Asked, name: str | None) -> list[Listing]:
    """Every contact, for those who work with them. As objects only what each person agreed to."""
    from django.utils.translation import gettext as _
    from django.utils.translation import pgettext

    from solmu.core.wording import shown_date
    from solmu.registry.models import Contact
    from solmu.registry.naming import text_in
    from solmu.registry.records import claim_form, shapes_of_kind
    from solmu.registry.vocabulary import RecordKind

    rows = list(Contact.objects.live().select_related("organisation").order_by("name", "pk"))
    shapes = shapes_of_kind(RecordKind.CONTACT, [row.pk for row in rows])
    return [
        Listing(
            title=_("Contact persons"),
            headings=(
                _("Name"),
                pgettext("person", "Title"),
                _("Organisation"),
                _("E-mail"),
                _("Telephone"),
                _("Purpose"),
                _("Verified on"),
                _("Kept until"),
                _("Agreed to be named"),
                _("Id"),
            ),
            rows=[
                (
                    row.name,
                    row.title or "–",
                    text_in(row.organisation.name, asked.language),
                    row.email or "–",
                    row.telephone or "–",
                    text_in(row.purpose, asked.language),
                    shown_date(row.verified_on) if row.verified_on else "–",
                    shown_date(row.keep_until) if row.keep_until else "–",
                    _("Yes") if row.has_agreed_to_publish else _("No"),
                    row.pk,
                )
                for row in rows
            ],
            shapes=[claim_form(shapes[row.pk], asked.languages) for row in rows],
            empty=_("No contact is recorded."),
        )
    ]


def shared(asked: Asked, partnership: Partnership) -> list[Listing]:
    """The networks that home and the partner both belong to; no table where there are none."""
    from django.utils.translation import gettext as _

    from solmu.registry.naming import text_in
    from solmu.registry.queries.networks import shared_networks

    found = shared_networks(partnership, asked.day, public_only=False)
    names = [(each.network.pk, text_in(each.network.name, asked.language)) for each in found]
    if not names:
        return []
    return [
        Listing(
            title=_("Shared networks"),
            headings=(_("Network"),),
            rows=[(text,) for _key, text in names],
            shapes=[{"id": key, "kind": "shared_network", "network": text} for key, text in names],
            empty="",
        )
    ]


def going_on(asked: Asked, partnership_id: str) -> list[Listing]:
    """The last and next visits, and the activity index of the running year and the year before."""
    from django.utils.formats import number_format
    from django.utils.translation import gettext as _

    from solmu.core.wording import shown_date
    from solmu.registry.queries.activity_index import activity_index
    from solmu.registry.queries.visits import visits_of

    visits = visits_of([partnership_id], asked.day)[partnership_id]
    told = {
        "last_out": (_("Last visit to the partner"), visits.last_out),
        "last_in": (_("Last visit from the partner"), visits.last_in),
        "next_out": (_("Next visit to the partner"), visits.next_out),
        "next_in": (_("Next visit from the partner"), visits.next_in),
    }
    years = [
        activity_index(year, asked.day, public_only=False, partnership_id=partnership_id)[partnership_id]
        for year in (asked.day.year - 1, asked.day.year)
    ]

    def index_name(year: int, is_so_far: bool) -> str:
        text = _("Activity index %(year)d so far") if is_so_far else _("Activity index %(year)d")
        return text % {"year": year}

    return [
        Listing(
            title=_("Visits and activity index"),
            headings=(_("What"), _("When or how much"), _("Title")),
            rows=[
                *(
                    (what, shown_date(visit.starts), _title(visit, asked))
                    for what, visit in told.values()
                    if visit is not None and visit.starts is not None
                ),
                *((index_name(each.year, each.is_so_far), str(number_format(each.figure, 1)), "") for each in years),
            ],
            shapes=[
                {"kind": "visits", **{key: visit.pk if visit else None for key, (_what, visit) in told.items()}},
                *(
                    {
                        "kind": "activity_index",
                        "year": each.year,
                        "figure": each.figure,
                        "activities": list(each.numbers),
                        "so_far": each.is_so_far,
                    }
                    for each in years
                ),
            ],
            empty="",
        )
    ]


def _title(activity: Activity, asked: Asked) -> str:
    from solmu.registry.naming import text_in

    return text_in(activity.title, asked.language)

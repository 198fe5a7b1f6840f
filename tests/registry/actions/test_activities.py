from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.dates import OPEN, NotADate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source
from solmu.registry.actions.activities import (
    Gift,
    add_activity,
    add_gift,
    change_activity,
    record_outcome,
    remove_gift,
    set_participants,
)
from solmu.registry.actions.agreements import add_theme
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Activity, ActivityGift, ActivityParticipants, Organisation, Partnership, PublicVersion
from solmu.registry.rules.activity_index import Participants
from solmu.registry.vocabulary import ActivityKind, GiftDirection
from tests.registry import founding
from tests.registry.founding import BY, on

TITLE = LazyI18nString({"fi": "Kuorojen vierailu"})
DAY = on("2026-11-24").earliest
BOOK = Gift(GiftDirection.RECEIVED, LazyI18nString({"fi": "kirja"}), Decimal("12.5"))


@pytest.fixture
def activity(source: Source, tartu: Partnership) -> Activity:
    return add_activity(
        by=BY, source=source, kind=ActivityKind.VISIT, title=TITLE, starts=on("2026-05-02"), partnerships=[tartu],
        participants=34, is_published=True,
    )  # fmt: skip


def actions_on(row: Activity) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=row.pk).order_by("sequence").values_list("action", flat=True))


def shape_of(row: Activity) -> Any:
    return PublicVersion.objects.filter(record=row.pk).latest("revision").shape


def counts_of(row: Activity) -> set[tuple[str, str, int]]:
    return set(row.participants.values_list("group", "country", "number"))


def test_activity_says_everything_it_belongs_to(source: Source, home: Organisation, tartu: Partnership) -> None:
    given: Any = {"by": BY, "source": source, "is_published": True}
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    network = add_organisation(kind="network", name="Union", **given)
    membership = add_membership(network=network, organisation=home, **given)
    theme = add_theme(by=BY, key="education", position=1, name=LazyI18nString({"fi": "koulutus"}))
    agreement = founding.agreement(source, tartu, signed="2001")

    activity = add_activity(
        kind=ActivityKind.EXCHANGE, title=TITLE, starts=on("2026-05"), ends=OPEN, direction="out",
        partnerships=[umea, tartu], memberships=[membership], themes=[theme], agreement=agreement,
        place=tartu.partner, place_as_written="Tarton yliopisto", purpose="knowledge",
        participants=[Participants(2, "teachers", "FI"), Participants(12, "pupils", "EE"), Participants(20)],
        costs=Decimal("1200"), funding=LazyI18nString({"fi": "EU"}), outcome=LazyI18nString({"fi": "Hyvä"}),
        gifts=[BOOK], **given,
    )  # fmt: skip

    assert (activity.costs, activity.currency, activity.ends) == (Decimal("1200.00"), "EUR", OPEN)
    assert [row.pk for row in activity.partnerships.order_by("activity_rows__position")] == [umea.pk, tartu.pk]
    assert [row.pk for row in activity.memberships.all()] == [membership.pk]
    assert [row.pk for row in activity.themes.all()] == [theme.pk]
    assert counts_of(activity) == {("teachers", "FI", 2), ("pupils", "EE", 12), ("", "", 20)}
    assert activity.gifts.get().value == Decimal("12.50")
    assert actions_on(activity) == ["add_activity"]


def refusals(source: Source, tartu: Partnership) -> list[tuple[dict[str, Any], str]]:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    gone = founding.agreement(source, tartu)
    remove_record(by=BY, source=source, record=gone.record, reason="Wrong.")
    return [
        ({"title": LazyI18nString({"fi": " "})}, "needs a title"),
        ({"costs": Decimal("-1")}, "The costs of an activity cannot be -1"),
        ({"costs": Decimal("0.001")}, "at most two decimals"),
        ({"currency": "euro"}, "“euro” is no currency"),
        ({"participants": [Participants(-1, "pupils")]}, "-1 people cannot take part"),
        ({"participants": [Participants(1, country="XY")]}, "“XY” is no country"),
        ({"participants": [Participants(1, country="Finland")]}, "“Finland” is no country"),
        ({"participants": [Participants(1, "pupils", "EE")] * 2}, "given twice for pupils EE"),
        ({"participants": [Participants(1), Participants(2)]}, "given twice for the sum"),
        ({"participants": [Participants(3), Participants(4, "pupils")]}, "4 people together, the sum says 3"),
        ({"agreement": founding.agreement(source, umea)}, "with other partners"),
        ({"agreement": gone}, f"The agreement {gone.pk} is no longer there"),
        ({"gifts": [Gift(GiftDirection.GIVEN, LazyI18nString(""))]}, "A gift is named"),
        ({"gifts": [Gift(GiftDirection.GIVEN, TITLE, Decimal("-5"))]}, "The value of a gift cannot be -5"),
        ({"gifts": [Gift(GiftDirection.GIVEN, TITLE, currency="€")]}, "“€” is no currency"),
    ]


def test_activity_that_cannot_be_is_refused(source: Source, tartu: Partnership) -> None:
    before = AuditEntry.objects.count
    for values, sentence in refusals(source, tartu):
        entries = before()
        facts: dict[str, Any] = {"kind": ActivityKind.VISIT, "title": TITLE, "partnerships": [tartu]} | values
        with pytest.raises(BrokenRule, match=sentence):
            add_activity(by=BY, source=source, **facts)
        assert before() == entries
    assert Activity.objects.count() == 0


def test_agreement_of_a_network_contradicts_no_partner(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source)

    activity = add_activity(
        by=BY, source=source, kind=ActivityKind.MEETING, title=TITLE, partnerships=[tartu], agreement=agreement
    )

    assert activity.agreement == agreement


def test_activity_changes_what_is_given_and_nothing_else(
    source: Source, tartu: Partnership, activity: Activity
) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))

    changed = change_activity(
        by=BY, source=source, activity=activity, partnerships=[umea, tartu], place=umea.partner, ends=on("2026-05-04"),
        costs="900", funding=" ",
    )  # fmt: skip

    assert sorted(changed) == ["costs", "ends", "place_id"]
    activity.refresh_from_db()
    assert (activity.costs, activity.currency, activity.starts) == (Decimal("900.00"), "EUR", on("2026-05-02"))
    assert [row.partnership_id for row in activity.partnership_rows.all()] == [umea.pk, tartu.pk]
    assert counts_of(activity) == {("", "", 34)}

    assert change_activity(by=BY, source=source, activity=activity, costs=Decimal("900"), partnerships=[umea]) == []
    assert [row.partnership_id for row in activity.partnership_rows.all()] == [umea.pk]
    assert actions_on(activity) == ["add_activity", "change_activity", "change_activity"]
    assert list(chain_faults()) == []


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({"record": "x"}, BrokenRule, "“record” of an activity cannot be changed"),
        ({"ends": on("2026-05-01")}, NotADate, "ends"),
        ({"starts": on("2027"), "ends": on("2026")}, NotADate, "ends"),
        ({"title": ""}, BrokenRule, "needs a title"),
        ({"costs": -1}, BrokenRule, "cannot be -1"),
        ({"currency": "EURO"}, BrokenRule, "is no currency"),
    ],
)
def test_change_that_cannot_be_is_refused(
    source: Source, activity: Activity, values: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        change_activity(by=BY, source=source, activity=activity, **values)
    assert actions_on(activity) == ["add_activity"]


def test_change_to_an_agreement_of_others_is_refused(source: Source, activity: Activity) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    agreement = founding.agreement(source, umea)
    with pytest.raises(BrokenRule, match="with other partners"):
        change_activity(by=BY, source=source, activity=activity, agreement=agreement)

    change_activity(by=BY, source=source, activity=activity, agreement=agreement, partnerships=[umea])
    with pytest.raises(BrokenRule, match="with other partners"):
        change_activity(
            by=BY, source=source, activity=activity, partnerships=[Partnership.objects.exclude(pk=umea.pk)[0]]
        )


def test_outcome_is_recorded_with_who_took_part(source: Source, activity: Activity) -> None:
    record_outcome(
        by=BY, source=source, activity=activity, outcome=LazyI18nString({"fi": "Sovittiin jatkosta"}), day=DAY,
        participants=[Participants(30, "singers", "EE")],
    )  # fmt: skip

    activity.refresh_from_db()
    assert str(activity.outcome) == "Sovittiin jatkosta"
    assert counts_of(activity) == {("singers", "EE", 30)}
    assert actions_on(activity) == ["add_activity", "record_outcome"]


def test_outcome_says_something_of_what_has_begun(source: Source, activity: Activity) -> None:
    with pytest.raises(BrokenRule, match="Write one sentence"):
        record_outcome(by=BY, source=source, activity=activity, outcome=" ", day=DAY)
    with pytest.raises(BrokenRule, match="begins on 2026-05-02 and has no outcome yet"):
        record_outcome(by=BY, source=source, activity=activity, outcome="Good", day=on("2026-05-01").earliest)
    assert actions_on(activity) == ["add_activity"]

    record_outcome(by=BY, source=source, activity=activity, outcome="Good", day=on("2026-05-02").earliest)
    change_activity(by=BY, source=source, activity=activity, starts=on("2026"))  # it may have begun
    record_outcome(by=BY, source=source, activity=activity, outcome="Very good", day=on("2026-05-01").earliest)
    assert actions_on(activity)[1:] == ["record_outcome", "change_activity", "record_outcome"]


def test_participants_are_set_in_place_of_what_was(source: Source, activity: Activity) -> None:
    for counts, expected in (
        ([Participants(2, "teachers"), Participants(12, "pupils")], {("teachers", "", 2), ("pupils", "", 12)}),
        ([Participants(13, "pupils")], {("pupils", "", 13)}),
        (0, {("", "", 0)}),
        (None, set()),
    ):
        set_participants(by=BY, source=source, activity=activity, participants=counts)
        assert counts_of(activity) == expected
    with pytest.raises(BrokenRule, match="-3 people"):
        set_participants(by=BY, source=source, activity=activity, participants=-3)
    assert actions_on(activity) == ["add_activity"] + ["set_participants"] * 4
    assert ActivityParticipants.objects.count() == 0


def test_gifts_are_added_and_taken_back(source: Source, activity: Activity) -> None:
    gift = add_gift(by=BY, source=source, activity=activity, gift=BOOK)
    assert (gift.direction, gift.value, gift.currency) == ("received", Decimal("12.50"), "EUR")
    for wrong in (Gift(GiftDirection.GIVEN, LazyI18nString("")), Gift(GiftDirection.GIVEN, TITLE, Decimal("NaN"))):
        with pytest.raises(BrokenRule):
            add_gift(by=BY, source=source, activity=activity, gift=wrong)

    remove_gift(by=BY, source=source, gift=gift)

    assert not ActivityGift.objects.exists()
    assert actions_on(activity) == ["add_activity", "add_gift", "remove_gift"]


def test_writes_of_activities_are_for_those_who_record_and_of_what_is_there(source: Source, activity: Activity) -> None:
    reader = founding.account("reader")
    gift = add_gift(by=BY, source=source, activity=activity, gift=BOOK)
    writes: list[Callable[..., Any]] = [
        lambda by: change_activity(by=by, source=source, activity=activity, direction="in"),
        lambda by: record_outcome(by=by, source=source, activity=activity, outcome="Good", day=DAY),
        lambda by: set_participants(by=by, source=source, activity=activity, participants=3),
        lambda by: add_gift(by=by, source=source, activity=activity, gift=BOOK),
        lambda by: remove_gift(by=by, source=source, gift=gift),
    ]
    for write in writes:
        with pytest.raises(NotPermitted, match="Only a contributor"):
            write(reader)
    remove_record(by=BY, source=source, record=activity.record, reason="Wrong.")
    for write in writes[:-1]:
        with pytest.raises(BrokenRule, match=r"The activity .* is no longer there"):
            write(founding.BY)
    assert actions_on(activity) == ["add_activity", "add_gift", "remove_record"]


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("activity_purpose_known", {"purpose": "fun"}),
        ("activity_costs_not_negative", {"costs": Decimal("-0.01")}),
    ],
)
def test_database_refuses_a_broken_activity(activity: Activity, constraint: str, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(activity, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        activity.save()

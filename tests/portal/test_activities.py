"""Activities: the calendar with its archive, and an activity's own page."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import Gift, add_activity
from solmu.registry.actions.citations import cite
from solmu.registry.models import Activity, Organisation, Partnership
from solmu.registry.rules.activity_index import Participants
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection
from tests.portal.test_lists import choices, partner
from tests.portal.test_pages import plain, words_of
from tests.registry import founding
from tests.registry.founding import BY, end


@pytest.fixture
def source(city: Organisation) -> Source:
    return founding.page("Activities")


def activity(source: Source, title: str, *ties: Partnership, **told: Any) -> Activity:
    facts: dict[str, Any] = {"kind": ActivityKind.VISIT, "is_published": True} | told
    for name in ("starts", "ends"):
        if name in facts:
            facts[name] = end(facts[name])
    return add_activity(by=BY, source=source, title=LazyI18nString({"en": title}), partnerships=ties, **facts)


def groups(client: Client, address: str) -> list[tuple[str, list[str]]]:
    """The headings of the list, each with the titles below it."""
    page = client.get(address).content.decode()
    parts = re.findall(r'(?s)<section class="part span".*?</section>', page)
    return [
        (plain(re.findall(r"(?s)<h2.*?</h2>", part)[0]), [plain(each) for each in re.findall(r"(?s)<h3.*?</h3>", part)])
        for part in parts
    ]


def address_of(client: Client, title: str, language: str = "en", section: str = "activities") -> str:
    page = client.get(f"/{language}/{section}/").content.decode()
    found: str
    [found] = re.findall(rf'<a href="([^"]+)">(?:<span lang="en">)?{title}<', page)
    return found


def test_what_comes_stands_by_month_and_what_was_by_year(source: Source, client: Client) -> None:
    activity(source, "Old", starts="1998-09-04")
    activity(source, "Late in the year", starts="2025-11")
    activity(source, "Early in the year", starts="2025-02-03", ends="2025-02-05")
    activity(source, "Next month", starts="2090-03-05")
    activity(source, "The same month", starts="2090-03-01")
    activity(source, "Some year", starts="2091")
    activity(source, "Project", starts="2020", ends="..")
    activity(source, "Undated")
    activity(source, "Internal", starts="2024", is_published=False)
    assert groups(client, "/en/activities/") == [
        ("Going on", ["Project"]),
        ("March 2090", ["The same month", "Next month"]),
        ("2091", ["Some year"]),
        ("2025", ["Late in the year", "Early in the year"]),
        ("1998", ["Old"]),
        ("Time not known", ["Undated"]),
    ]
    assert groups(client, "/fi/activities/")[1][0] == "Maaliskuu 2090"
    assert "3 February 2025 – 5 February 2025" in words_of(client, "/en/activities/")


def test_activities_are_filtered_by_year_kind_partner_and_direction(source: Source, client: Client) -> None:
    tartu, hidden = partner("Tartu", "EE"), partner("Umeå", "SE", is_published=False)
    activity(source, "Visit", tartu, starts="2019-05", ends="2020-01", direction=Direction.OUT)
    activity(source, "Event", hidden, starts="2021", kind=ActivityKind.EVENT)
    assert choices(client, "/en/activities/") == {
        "/en/activities/year-2021/": "2021 1",
        "/en/activities/year-2020/": "2020 1",
        "/en/activities/year-2019/": "2019 1",
        "/en/activities/kind-visit/": "Visit 1",
        "/en/activities/kind-event/": "Event 1",
        f"/en/activities/partner-{tartu.pk}/": "Tartu 1",
        "/en/activities/direction-out/": "To the partner 1",
    }
    assert groups(client, "/en/activities/year-2020/") == [("2019", ["Visit"])]
    assert "Umeå" not in client.get("/en/activities/").content.decode()
    assert client.get("/en/activities/year-1990/").status_code == 404


def test_an_activity_tells_what_is_public_of_it(source: Source, client: Client) -> None:
    tartu = partner("Tartu", "EE")
    made = founding.agreement(source, tartu, signed="2010")
    secret = founding.agreement(source, tartu, signed="2011", is_published=False)
    row = activity(
        source, "Study visit", tartu, starts="2022-05-02", ends="2022-05-04", direction=Direction.OUT, agreement=made,
        participants=[Participants(12, "pupils", "EE"), Participants(3, "teachers")], place_as_written="Town hall",
        outcome=LazyI18nString({"fi": "Opittiin paljon.\n\nPalataan <pian>."}),
        funding=LazyI18nString({"en": "Erasmus+"}), costs=Decimal("1200.50"),
    )  # fmt: skip
    cite(by=BY, source=source, record=row.record, field="title", quote="They went.", start=0, end=9)
    page = address_of(client, "Study visit")
    assert page == f"/en/activities/{row.pk}/study-visit"
    words = words_of(client, page)
    for told in (
        "Visit, to the partner: Tartu", "Time 2 May 2022 – 4 May 2022", "Place Town hall",
        "Participants 15 in all pupils, Estonia: 12 teachers: 3", "Agreement Memorandum of understanding, 2010",
        "Funding Erasmus+", "Costs €1,200.50", "Opittiin paljon. Palataan <pian>. (in Finnish)", "They went.",
    ):  # fmt: skip
        assert told in words, told
    assert "Palataan &lt;pian&gt;" in client.get(page).content.decode()
    row.agreement = secret
    row.save()
    assert "Agreement" not in re.sub("Agreements", "", words_of(client, page))


def test_an_activity_tells_its_gifts_and_what_they_are_worth(source: Source, client: Client) -> None:
    gifts = [
        Gift(GiftDirection.GIVEN, LazyI18nString({"en": "A vase"}), Decimal("120")),
        Gift(GiftDirection.RECEIVED, LazyI18nString({"fi": "Taulu"})),
    ]
    activity(source, "Anniversary", partner("Tartu", "EE"), starts="2022", gifts=gifts)
    activity(source, "Meeting", partner("Narva", "EE"), starts="2021")

    told = words_of(client, address_of(client, "Anniversary"))
    assert "Gifts given A vase (€120) Gifts received Taulu (in Finnish)" in told
    assert "Gifts" not in words_of(client, address_of(client, "Meeting"))


def test_an_internal_activity_has_no_page(source: Source, client: Client) -> None:
    row = activity(source, "Internal", starts="2024", is_published=False)
    assert client.get(f"/en/activities/{row.pk}/internal").status_code == 404
    shown = activity(source, "Shown", starts="2024")
    assert client.get(f"/en/activities/{shown.pk}/old-name").headers["Location"].endswith("/shown")


def test_activities_are_told_in_every_language(source: Source, client: Client) -> None:
    tartu = partner("Tartu", "EE")
    activity(source, "Trip", tartu, starts="2022-05-02", direction=Direction.IN)
    expected = {"fi": "Vierailut ja tapahtumat", "sv": "Besök och evenemang"}
    for language, heading in expected.items():
        assert heading in words_of(client, f"/{language}/activities/")
        page = words_of(client, address_of(client, "Trip", language))
        assert "Trip" in page
        assert "recorded" not in page


def test_activities_come_in_pages(source: Source, client: Client) -> None:
    for number in range(51):
        activity(source, f"Visit {number}", starts="2019")
    assert len(groups(client, "/en/activities/")[0][1]) == 50
    assert len(groups(client, "/en/activities/page-2/")[0][1]) == 1


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_pages_of_activities_ask_as_much_of_one_as_of_many(source: Source, client: Client) -> None:
    ties = [partner(f"City {number}", "EE") for number in range(3)]
    agreement = founding.agreement(source, *ties, signed="2010")
    row = activity(source, "Visit", *ties[:1], starts="2022", agreement=agreement)
    cite(by=BY, source=source, record=row.record, field="title", quote="They went.", start=0, end=9)
    few = [queries(client, address) for address in ("/en/activities/", f"/en/activities/{row.pk}/visit")]
    for number in range(12):
        activity(source, f"Other {number}", *ties, starts="2022", agreement=agreement)
    more = activity(
        source,
        "Large",
        *ties,
        starts="2022",
        agreement=agreement,
        participants=[Participants(1, "a"), Participants(2, "b")],
    )
    many = [queries(client, address) for address in ("/en/activities/", f"/en/activities/{more.pk}/large")]
    assert many[0] == few[0] <= 12
    assert max(few[1], many[1]) <= 12


def test_outcome_is_missed_only_of_what_has_begun(source: Source, client: Client) -> None:
    for title, starts in (("Over", "2020-05"), ("To come", "2090-05")):
        activity(source, title, starts=starts)
    told = {title: words_of(client, address_of(client, title)) for title in ("Over", "To come")}
    assert "No outcome is recorded yet." in told["Over"]
    assert "What came of it" not in told["To come"]

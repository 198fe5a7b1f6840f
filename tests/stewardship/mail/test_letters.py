"""What mails say, in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import pytest

from solmu.core.city import City, CityName
from solmu.core.models import Account, Record, Source
from solmu.registry.models import Partnership
from solmu.stewardship.mail.letters import (
    LONGEST_LIST,
    Contents,
    PassedOn,
    language_of,
    letter_of,
    message_of,
)
from solmu.stewardship.queries.matters import Matter, matters_on
from tests.registry import founding

CITY = City(
    name="Rantala",
    country="FI",
    latitude=60.1,
    longitude=24.9,
    languages=("fi", "sv", "en"),
    names={"sv": CityName("Strandby")},
)
DAY = date(2027, 1, 4)
SITE = "https://ties.example.org"


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    founding.home(source)
    return founding.partnership(source, founding.place(source, fi="Tartto", sv="Dorpat", en="Tartu"))


@pytest.fixture
def matters(source: Source, tartu: Partnership) -> list[Matter]:
    """One overdue, one soon, and what there is to tidy up."""
    founding.agreement(source, tartu, signed="2014-01-01", valid_until="2019-12-31", title="<Odd & one>")
    founding.agreement(source, tartu, signed="2024-01-01", valid_until="2027-06-30", is_published=False)
    Record.objects.update(created_at=datetime(2011, 1, 1, tzinfo=UTC))
    return matters_on(DAY, city=CITY)


def test_reminder_of_one_matter_names_it_in_the_subject(matters: list[Matter]) -> None:
    letter = letter_of(Contents(asked=matters[1:2]), language="en", city=CITY)

    thirtieth = "30\u00a0June 2027"
    assert letter.subject == "Decision due: Tartu: memorandum of understanding, 2024–2027"
    assert letter.text.splitlines()[:6] == [
        "Asked of you",
        "",
        "* Soon: Tartu: memorandum of understanding, 2024–2027",
        f"  It ends on {thirtieth}. Decide whether it is renewed. Decide by {thirtieth.replace('30', '29')}.",
        "",
        "-- ",
    ]


def test_reminder_of_several_counts_them_in_the_subject(matters: list[Matter]) -> None:
    contents = Contents(asked=matters[:1], passed_on=[PassedOn(matters[1], ("Maija Mallikas",))])

    letter = letter_of(contents, language="en", city=CITY)

    assert letter.subject == "2 matters need you"
    assert "  Asked first: Maija Mallikas.\n" in letter.text
    assert letter.text.index("Asked of you") < letter.text.index("Passed on to you")


def test_digest_tells_what_is_pressing_one_by_one_and_tidy_up_by_its_number(matters: list[Matter]) -> None:
    letter = letter_of(Contents(week="2027-W01", listed=matters), language="en", city=CITY)

    assert letter.subject == "Your matters in week 1"
    lines = [line for line in letter.text.splitlines() if line.startswith("*")]
    assert [line for line in lines if line.startswith(("* Overdue", "* Soon"))] == lines[:2]
    assert "* No owner: 1" in lines[2:]


def test_digest_tells_no_matter_twice_in_one_mail(matters: list[Matter]) -> None:
    contents = Contents(asked=matters[:1], week="2027-W01", listed=matters)

    letter = letter_of(contents, language="en", city=CITY)

    assert letter.text.count("<Odd & one>") == 1


def test_long_digest_says_how_many_more_there_are(source: Source, tartu: Partnership) -> None:
    for number in range(LONGEST_LIST + 2):
        founding.agreement(source, tartu, signed="2014-01-01", valid_until="2019-12-31", title=f"No. {number}")
    listed = [matter for matter in matters_on(DAY, city=CITY) if matter.severity == "overdue"]

    letter = letter_of(Contents(week="2027-W01", listed=listed), language="en", city=CITY)

    assert letter.text.count("* Overdue") == LONGEST_LIST
    assert "And 2 more." in letter.text


def test_html_says_the_same_and_lets_no_words_become_tags(matters: list[Matter]) -> None:
    letter = letter_of(Contents(asked=matters[:1]), language="en", city=CITY)

    assert "&lt;Odd &amp; one&gt;" in letter.html
    assert "<Odd" not in letter.html
    assert '<html lang="en">' in letter.html


def test_html_asks_for_nothing_from_elsewhere(matters: list[Matter]) -> None:
    letter = letter_of(Contents(asked=matters[:2], week="2027-W01", listed=matters), language="fi", city=CITY)

    assert [mark for mark in ("src=", "url(", "<img", "<link", "<script", "@import") if mark in letter.html] == []


def test_with_the_sites_address_what_is_published_is_linked_and_nothing_else(matters: list[Matter]) -> None:
    published, internal = matters[0], matters[1]

    letter = letter_of(Contents(asked=[published, internal]), language="sv", city=CITY, site=SITE)

    links = [line.strip() for line in letter.text.splitlines() if SITE in line]
    assert links == [f"{SITE}/sv/agreements/{published.record_id}/record", f"{SITE}/"]
    assert f'<a href="{links[0]}">' in letter.html


def test_without_the_sites_address_nothing_is_linked(matters: list[Matter]) -> None:
    letter = letter_of(Contents(asked=matters[:1]), language="sv", city=CITY)

    assert ("http" in letter.text, "<a " in letter.html) == (False, False)


@pytest.mark.parametrize(
    ("language", "languages", "expected"),
    [
        ("sv", ("fi", "sv"), "sv"),
        ("sv-FI", ("fi",), "sv"),
        ("", ("fi", "sv"), "fi"),
        ("", ("se", "sv"), "sv"),
        ("et", ("sv",), "sv"),
        ("", ("se",), "en"),
    ],
    ids=["chosen", "of a country", "the city's first", "the city's first that is spoken", "not spoken", "none spoken"],
)
def test_language_is_the_recipients_else_the_citys(language: str, languages: tuple[str, ...], expected: str) -> None:
    city = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=languages)

    assert language_of(Account(language=language), city) == expected


def test_message_is_the_same_whenever_it_is_handed_over(matters: list[Matter], settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "ties@rantala.example"
    letter = letter_of(Contents(asked=matters[:1]), language="sv", city=CITY)
    made_at = datetime(2027, 1, 4, 6, 30, tzinfo=UTC)

    messages = [
        message_of(letter, to="maija@example.org", city=CITY, message_id="<abc@rantala.example>", made_at=made_at)
        for _ in range(2)
    ]

    sent = [message.message() for message in messages]
    assert [(each["Message-ID"], parsedate_to_datetime(each["Date"])) for each in sent] == [
        ("<abc@rantala.example>", made_at)
    ] * 2
    assert (sent[0]["Content-Language"], messages[0].from_email) == (
        "sv",
        "=?utf-8?q?Solmu_=C2=B7_Strandby?= <ties@rantala.example>",
    )

"""Stories and recognitions: what they tell, and that nothing in them can do harm."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.core.prose import opening, prose
from solmu.registry.actions.publicity import publish_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.actions.stories import add_story, set_image
from solmu.registry.models import Organisation, Story
from tests.portal.test_activities import address_of
from tests.portal.test_lists import partner
from tests.portal.test_pages import words_of
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import png

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


@pytest.fixture
def source(city: Organisation) -> Source:
    return founding.page("Stories")


def story(source: Source, title: str, text: str = "Words.", *, is_published: bool = True, **facts: Any) -> Story:
    row = add_story(
        by=BY, source=source, title=LazyI18nString({"en": title}), text=LazyI18nString({"en": text}), **facts
    )
    if is_published:
        publish_record(by=BY, source=source, record=row.record)
    return row


# --- Markdown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        '<img src=x onerror="alert(1)">',
        "![x](https://elsewhere.example/pixel.png)",
        "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
        '<iframe src="https://elsewhere.example"></iframe>',
        '<a href="x" onclick="alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        "<svg><script>alert(1)</script></svg>",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "<https://a.example/\"onmouseover='alert(1)'>",
        "```<script>\nalert(1)\n```",
        "<form action=x><input></form>",
        "<math><mtext></p><style><a title='</style><img src onerror=alert(1)>'>",
    ],
)
def test_hostile_markdown_is_made_harmless(hostile: str) -> None:
    made = prose(f"Before\n\n{hostile}\n\nafter")
    tags = re.findall(r"<[^>]*>", made)
    for tag in tags:
        assert re.fullmatch(r"</?(?:p|br|a|code|pre|em|strong)(?: (?:href|title|rel)=\"[^\"]*\")*>", tag), tag
    for link in re.findall(r'href="([^"]*)"', "".join(tags)):
        assert re.match(r"(?:https?|mailto):", link), link
    assert "<p>Before</p>" in made
    assert "<p>after</p>" in made


def test_markdown_keeps_the_structure_of_text() -> None:
    made = prose("# Head\n\n## Below\n\n- one\n- **two**\n\n[Tartu](https://tartu.ee/) *here*")
    assert "<h2>Head</h2>" in made
    assert "<h3>Below</h3>" in made
    assert "<li><strong>two</strong></li>" in made
    assert '<a href="https://tartu.ee/" rel="noopener noreferrer">Tartu</a> <em>here</em>' in made
    assert opening("**One** & [two](https://a.example)") == "One & two"
    assert opening("# Head\n\nOne <b>.\n\n- a point\n\nTwo.") == "One <b>. Two."
    assert opening("word " * 100).endswith("word…")


# --- stories ----------------------------------------------------------------------------------------------------------


def test_stories_stand_newest_first_and_lead_to_their_pages(source: Source, client: Client) -> None:
    tartu, hidden = partner("Tartu", "EE"), partner("Umeå", "SE", is_published=False)
    story(source, "First", partnership=tartu, written=on("2020"))
    row = story(source, "Second", "They **met**.\n\n<script>x</script>", partnership=hidden, written=on("2024-05"))
    story(source, "Internal", is_published=False)
    story(source, "Later", written=on("2090"))
    words = words_of(client, "/en/stories/")
    assert words.index("Second") < words.index("First")
    assert "2020, Tartu" in words
    for unseen in ("Internal", "Later", "Umeå"):
        assert unseen not in words
    page = client.get(address_of(client, "Second", section="stories")).content.decode()
    assert "<p>They <strong>met</strong>.</p>" in page
    assert "<script>x" not in page
    assert "Umeå" not in page
    assert client.get(f"/en/stories/{row.pk}/old").headers["Location"] == f"/en/stories/{row.pk}/second"


def test_a_story_shows_its_image_with_words_credit_and_licence(source: Source, client: Client) -> None:
    row = story(source, "Pictured")
    set_image(
        by=BY, source=source, record=row.record, content=png(), name="a.png", credit="A Person", licence="CC BY 4.0",
        alternative=LazyI18nString({"fi": "Talo", "sv": "Ett hus", "en": "A house"}), languages=("fi", "sv", "en"),
    )  # fmt: skip
    for language, words in {"fi": "Talo", "sv": "Ett hus", "en": "A house"}.items():
        page = client.get(address_of(client, "Pictured", language, "stories"))
        assert f'alt="{words}"' in page.content.decode()
        assert "A Person, CC BY 4.0" in page.content.decode()
    [src] = re.findall(r'<img src="([^"]+)"', page.content.decode())
    assert client.get(src).status_code == 200


def test_a_text_in_another_language_is_marked(source: Source, client: Client) -> None:
    story(source, "Told")
    page = client.get(address_of(client, "Told", "fi", "stories")).content.decode()
    assert '<div class="prose" lang="en">' in page
    assert "(englanniksi)" in page


# --- recognitions -----------------------------------------------------------------------------------------------------


def test_recognitions_name_giver_recipient_occasion_and_earlier_recipients(source: Source, client: Client) -> None:
    tartu = partner("Tartu", "EE")
    giver = founding.city(source, tartu.partner)
    add_recognition(
        by=BY, source=source, title=LazyI18nString({"en": "Medal"}), giver=giver, recipient_as_written="Rantala",
        occasion=LazyI18nString({"en": "The anniversary"}), awarded=on("2019"), earlier_recipients=["Turku"],
        is_published=True,
    )  # fmt: skip
    add_recognition(by=BY, source=source, title=LazyI18nString({"en": "Later"}), recipient_as_written="Rantala",
                    awarded=on("2090"), is_published=True)  # fmt: skip
    words = words_of(client, "/en/recognitions/")
    assert "2019 Medal Giver Tartu Recipient Rantala Occasion The anniversary Earlier recipients Turku" in words
    assert "Later" not in words
    assert f'href="/en/partners/{tartu.pk}/tartu"' in client.get("/en/recognitions/").content.decode()
    assert "Myöntäjä Tartu" in words_of(client, "/fi/recognitions/")


def test_lists_ask_as_much_of_one_as_of_many(source: Source, client: Client) -> None:
    def counts() -> list[int]:
        found = []
        for address in ("/en/stories/", "/en/recognitions/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    def more(name: str) -> None:
        tie = partner(name, "EE")
        story(source, f"Story of {name}", partnership=tie)
        add_recognition(by=BY, source=source, title=LazyI18nString({"en": f"Medal of {name}"}), is_published=True,
                        giver=founding.city(source, tie.partner, name), recipient_as_written="Rantala")  # fmt: skip

    more("Tartu")
    few = counts()
    for name in ("Narva", "Viljandi", "Elva"):
        more(name)
    assert counts() == few
    assert max(few) <= 12

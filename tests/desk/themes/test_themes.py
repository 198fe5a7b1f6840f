"""The city's themes at the desk: added, changed, put in order without a script, merged and closed."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.themes import add_theme
from solmu.registry.models import Theme
from tests.desk.reading import hidden
from tests.registry.founding import BY, on

pytestmark = pytest.mark.sqlite


def send(desk: Client, address: str, **fields: object):
    """Load a form and send it with these fields."""
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


def named(**texts: str) -> LazyI18nString:
    return LazyI18nString(texts)


def test_a_theme_is_added_and_changed(city, officer, reader, desk_of) -> None:
    desk = desk_of(officer)
    assert "No theme is recorded yet" in desk.get("/desk/themes/").text
    wrong = send(desk, "/desk/themes/new/", name_fi="koulutus", yso="koulutus", goals=["18"])
    assert (wrong.status_code, "2 things need to be put right" in wrong.text) == (422, True)
    assert "“koulutus” is no concept of YSO" in wrong.text
    sent = send(desk, "/desk/themes/new/", name_fi="koulutus", yso="http://www.yso.fi/onto/yso/p84", goals=["4", "17"])
    theme = Theme.objects.get()
    assert sent.url == f"/desk/themes/{theme.pk}/"

    send(desk, f"{sent.url}edit/", name_fi="koulutus", name_sv="utbildning <u>", yso="p84", goals=["4"])

    theme.refresh_from_db()
    assert (theme.name.data, theme.yso) == ({"fi": "koulutus", "sv": "utbildning <u>"}, "p84")
    page = desk_of(reader).get(sent.url).text
    assert ("4 Quality education" in page, "utbildning &lt;u&gt;" in page) == (True, True)
    add_theme(by=BY, name=named(fi="kulttuuri"))
    listed = desk_of(reader).get("/desk/themes/").text
    assert re.findall(r'data-l="Languages missing">(.*)', listed) == ["–", "Swedish"]
    assert "Add a theme" not in listed


def test_themes_are_put_in_order_by_buttons(city, officer, desk_of) -> None:
    themes = {key: add_theme(by=BY, key=key, name=named(fi=key)) for key in "abc"}
    desk, here = desk_of(officer), "/desk/themes/order/"
    pressed = {"theme": themes["c"].pk, "place": "2"}

    moved = [desk.post(here, pressed), desk.post(here, pressed)]  # a double click moves it once

    assert [answer.status_code for answer in moved] == [302, 302]
    assert list(Theme.objects.values_list("key", flat=True)) == ["a", "c", "b"]
    after = desk.get(moved[0].url).text
    assert re.findall(r'value="(\d)" autofocus', after) == ["1"]
    top = desk.post(here, pressed | {"place": "1"})
    assert re.findall(r'value="(\d)" autofocus', desk.get(top.url).text) == ["2"]  # no way up is left
    wrong = [
        {},
        {"theme": "x", "place": "1"},
        {"theme": "\x00", "place": "1"},
        pressed | {"place": "x"},
        pressed | {"place": "99999"},
    ]
    assert [desk.post(here, fields).status_code for fields in wrong] == [404] * 5


def test_a_theme_that_is_carried_is_merged_and_another_closed(city, officer, desk_of) -> None:
    carried, other, free = (add_theme(by=BY, key=key, name=named(fi=key)) for key in ("koulut", "koulutus", "muu"))
    add_activity(by=BY, source=None, kind="visit", title=named(fi="Vierailu"), starts=on("2026"), themes=[carried])
    desk, here = desk_of(officer), f"/desk/themes/{carried.pk}/"
    page = desk.get(here).text
    assert ("Vierailu" in page, "merge it into another theme" in page, f"{here}close/" in page) == (True, True, False)
    refused = send(desk, f"{here}close/", reason="Turha.")
    assert (refused.status_code, "rests on this record" in refused.text) == (422, True)

    merged = send(desk, f"/desk/records/{carried.pk}/merge/", into=other.pk, what="same")
    closed = send(desk, f"/desk/themes/{free.pk}/close/", reason="Turha.")

    assert (merged.status_code, closed.status_code) == (302, 302)
    assert desk.get(desk.get(merged.url).url).status_code == 200
    assert "Vierailu" in desk.get(f"/desk/themes/{other.pk}/").text
    assert list(Theme.objects.live().values_list("key", flat=True)) == ["koulutus"]
    assert f"/desk/records/{free.pk}/" in desk.get("/desk/themes/?closed=yes").text


def test_a_list_costs_as_much_for_three_as_for_one(city, officer, desk_of, django_assert_num_queries) -> None:
    desk = desk_of(officer)
    for number in range(3):
        add_theme(by=BY, name=named(fi=f"teema {number}"), goals=[4, 8])
        if number in (0, 2):
            with django_assert_num_queries(6):
                desk.get("/desk/themes/")


def test_a_page_costs_as_much_for_three_as_for_one(city, officer, desk_of, django_assert_num_queries) -> None:
    desk = desk_of(officer)
    theme = add_theme(by=BY, name=named(fi="teema"), goals=[4])
    for number in range(3):
        title = named(fi=f"Vierailu {number}")
        add_activity(by=BY, source=None, kind="visit", title=title, starts=on("2026"), themes=[theme])
        if number in (0, 2):
            with django_assert_num_queries(8):
                desk.get(f"/desk/themes/{theme.pk}/")

"""A part is what an include of the same template with the same values would be, in every language."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from solmu.portal.pages.parts import AgreementRow, NavigationItem, StatusWord
from solmu.portal.templatetags.parts import part

ROW = AgreementRow(
    anchor="a",
    title="<An agreement>",
    href="/a",
    made="",
    in_force="1.1.2020–",
    status=StatusWord("in_force", "ok", True),
)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_part_is_what_the_template_says_of_the_values_in_the_language(language: str) -> None:
    shown = {"rows": (ROW,), "caption": "All", "day": "1.1.2026"}
    with override(language):
        assert part("portal/_agreement_table.html", **shown) == render_to_string("portal/_agreement_table.html", shown)


def test_part_of_other_values_is_another() -> None:
    def named(label: str) -> str:
        return part("portal/_navigation.html", items=(NavigationItem(label, "/", False),))

    assert ">One<" in named("One")
    assert named("Two") == named("One").replace("One", "Two")


def test_part_sees_nothing_but_what_it_is_given_and_stands_as_it_is() -> None:
    page = Template('{% load parts %}{% part "portal/_status.html" status=status %}')
    status = StatusWord("in_force", "<in force>", True)
    assert "&lt;in force&gt;</span>" in page.render(Context({"status": status}))
    with pytest.raises(TypeError, match="unhashable"):
        part("portal/_navigation.html", items=[])

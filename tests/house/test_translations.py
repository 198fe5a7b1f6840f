"""The texts of the interface: what is found, and what a translator is told."""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog

from house.translations import found_in, shortcomings


def catalogue(**strings: str) -> Catalog:
    catalog = Catalog(locale="fi")
    for one, translated in strings.items():
        catalog.add(one, translated)
    return catalog


def test_texts_of_python_are_found(tmp_path: Path) -> None:
    path = tmp_path / "rules.py"
    path.write_text(
        'from x import gettext_lazy as _\nA = _("one")\nB = ngettext("%(n)s day", "%(n)s days", 2)\n'
        'C = pgettext_lazy("month", "May")\nD = other("not this")\n'
    )

    assert {(text, context) for text, context in found_in(path)} == {
        ("one", None),
        (("%(n)s day", "%(n)s days"), None),
        ("May", "month"),
    }


def test_texts_of_templates_are_found(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "{% load i18n %}\n<h1>{% translate 'Partners' %}</h1>\n  <p>{{ _('Plain')|upper }} it's (unclosed</p>\n"
        "{% blocktranslate count n=list|length trimmed %}\n  One partner\n{% plural %}\n  {{ n }} partners\n"
        "{% endblocktranslate %}\n<a title=\"{% translate 'May' context 'month' %}\">not this</a>\n"
    )

    assert {(text, context) for text, context in found_in(path)} == {
        ("Partners", None),
        ("Plain", None),
        (("One partner", "%(n)s partners"), None),
        ("May", "month"),
    }


def test_translator_is_told_what_is_left() -> None:
    template = catalogue(missing="", empty="", fuzzy="", done="", **{"%(n)s left": ""})
    kept = catalogue(empty="", done="valmis", gone="pois", **{"%(n)s left": "%(m)s jäljellä"})
    kept.add("fuzzy", "ehkä", flags=["fuzzy"])

    lines = shortcomings(template, kept, "fi")

    assert [line.split(" (")[0] for line in lines] == [
        "fi: 'missing' is not in the catalogue",
        "fi: 'empty' has no translation",
        "fi: 'fuzzy' is marked fuzzy",
        "fi: '%(n)s left' and its translation hold different placeholders",
        "fi: 'gone' is used nowhere.",
    ]

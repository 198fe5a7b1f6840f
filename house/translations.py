"""The interface's texts: found in code and templates, kept in .po files, compiled to .mo.

python -m house.translations           compile; set-up does this
python -m house.translations update    find the texts again and merge them into the .po files
python -m house.translations check     every text is there, translated and not fuzzy, in every language; lint does this
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from house.processes import ROOT

PACKAGE = ROOT / "src" / "solmu"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("fi", "sv")  # English stands in the code

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
Text = str | tuple[str, ...]

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

REFUSING = ("core", "places", "registry", "intake", "participation", "stewardship")
"""The packages whose errors a front shows: each is a literal with its values, told in the reader's language."""

ERRORS = ("SolmuError", "NotPermitted", "BrokenRule", "RefusedFile", "TooLargeFile", "NotADate", "Phrase")

FOR_THE_TERMINAL = {
    "core/backup/": "A backup is made and restored by whoever runs the installation.",
    "core/city.py": "The settings are read before any page is; their errors name a file and a key in it.",
    "core/sign_in.py": "Part of the settings.",
    "core/audit/verifying.py": "The chain is verified by solmu doctor.",
    "places/build.py": "The gazetteer is built at set-up.",
    "places/entries.py": "Part of building the gazetteer.",
    "places/gazetteer.py": "The gazetteer is missing only where set-up was left out.",
    "registry/actions/founding.py": "A city's folder is read by solmu init.",
    "stewardship/mail/server.py": "Mail is sent by jobs.",
}
"""Files, and folders, of those packages whose errors no front can show, and why; their errors are not translated."""


def shows_errors(path: Path) -> bool:
    """Whether the errors of a file can reach a reader, so that they are texts of the interface."""
    name = path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else ""
    return name.startswith(tuple(f"{each}/" for each in REFUSING)) and not name.startswith(tuple(FOR_THE_TERMINAL))


def _python_of(path: Path) -> str:
    """A source file as Python; of a template what Django's own extraction makes of it, one statement a line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def sources() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        if "migrations" in path.parts or "static" in path.parts:
            continue
        if path.suffix == ".py" or (path.suffix in (".html", ".txt", ".svg") and "templates" in path.parts):
            yield path


def found_in(path: Path) -> Iterator[tuple[Text, str | None]]:
    """The texts of one file, each with its context; a text that counts is a pair."""
    python = io.BytesIO(_python_of(path).encode())
    keywords = KEYWORDS | dict.fromkeys(ERRORS) if shows_errors(path) else KEYWORDS
    for _line, message, _comments, context in extract("python", python, keywords=keywords):
        yield message, context


def found() -> Catalog:
    """Every text of the interface, with the files that use it."""
    catalog = Catalog(charset="utf-8")
    for path in sources():
        for message, context in found_in(path):
            catalog.add(message, None, [(path.relative_to(ROOT).as_posix(), 0)], context=context)
    return catalog


def catalog_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def kept(language: str) -> Catalog:
    path = catalog_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update() -> None:
    """Merge what the code says now; a text that is new is left empty, one that is gone is dropped."""
    template = found()
    for language in LANGUAGES:
        catalog = kept(language)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        catalog.obsolete.clear()
        path = catalog_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = io.BytesIO()
        write_po(texts, catalog, width=120, sort_output=True, omit_header=True, include_lineno=False)
        # No day and no program's name: the file changes when a text does.
        header = HEADER.format(language=language, plural=catalog.plural_forms)
        path.write_bytes(header.encode() + texts.getvalue())


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ("",))


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def shortcomings(template: Catalog, catalog: Catalog, language: str) -> list[str]:
    """What a translator has left to do, one sentence each."""
    lines = []
    known = set()
    for message in template:
        if not message.id:
            continue
        one = _first(message)
        known.add((one, message.context))
        there = catalog.get(one, message.context)
        where = ", ".join(place for place, _ in message.locations)
        remark = ""
        if there is None:
            remark = "is not in the catalogue"
        elif not all(_strings(there)):
            remark = "has no translation"
        elif there.fuzzy:
            remark = "is marked fuzzy"
        # A singular may say "one" in words, so the last form is the one that must hold all.
        elif _placeholders(_strings(there)[-1]) != _placeholders(one if isinstance(message.id, str) else message.id[1]):
            remark = "and its translation hold different placeholders"
        if remark:
            lines.append(f"{language}: {one!r} {remark} ({where}).")
    left_over = [message for message in catalog if message.id and (_first(message), message.context) not in known]
    return lines + [f"{language}: {_first(message)!r} is used nowhere." for message in left_over]


def check() -> int:
    template = found()
    lines = [line for language in LANGUAGES for line in shortcomings(template, kept(language), language)]
    for line in lines:
        print(line)
    if lines:
        print("Bring the catalogues up to date with: .venv/bin/python -m house.translations update")
    return 1 if lines else 0


def compile_all() -> None:
    for path in LOCALE.glob("*/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            catalog = read_po(file, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    if arguments == ["check"]:
        return check()
    if arguments == ["update"]:
        update()
        return 0
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

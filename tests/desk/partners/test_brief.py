"""The brief of a partner: two pages whatever is recorded, and a public version that knows of nothing internal."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString
from pypdf import PdfReader

from solmu.core.city import City
from solmu.core.dates import PartialDate
from solmu.core.models import PersonalDataLook, Record
from solmu.core.terms import Term
from solmu.desk.partners.brief.docx import docx_of
from solmu.desk.partners.brief.material import Gift, Material, Person, Visit
from solmu.desk.partners.brief.pdf import pages_of, pdf_of
from solmu.desk.partners.brief.views import fitting
from solmu.desk.partners.brief.wording import is_right_to_left
from solmu.registry.actions.activities import Gift as GivenGift
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.contacts import add_contact
from solmu.registry.actions.institutions import add_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.partnerships import suspend_partnership
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.queries.partnerships import PartnershipOnDay
from solmu.registry.records.facts import partnership_of
from solmu.registry.rules import AgreementFacts, PartnershipState, agreement_status, current_end
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, InstitutionLevel, OrganisationKind
from tests.registry import founding

DAY = date(2026, 11, 24)
CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv"))


def tie(names: dict[str, str]) -> PartnershipOnDay:
    shape = {"id": "tie", "since": "1998", "partner": {"place": "there", "country": "CN", "names": names}}
    made = partnership_of(shape, {})
    for name in made.partner.names.all():
        name.kind = "official" if name.language in ("zh", "ar", "he") else "exonym"
    return PartnershipOnDay(made, PartnershipState("sister_city", "active"))


def agreement(number: int) -> AgreementOnDay:
    facts = AgreementFacts(
        signed=founding.on("2020-01-01"), valid_from=founding.on("2020-01-01"), valid_until=founding.on("2030-12-31")
    )
    row = Agreement(
        record=Record(pk=f"a{number}"),
        kind="other",
        title=LazyI18nString({"fi": f"Sopimus {number} " + "hyvin pitkästä yhteistyöstä " * 9}),
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
    )
    return AgreementOnDay(row, agreement_status(facts, DAY, Term(6)), current_end(facts, DAY), facts)


def much(**instead: object) -> Material:
    """A partner with 40 agreements, 200 visits and 200 of all else."""
    values: dict[str, object] = {
        "is_public": False,
        "tie": tie({"fi": "Llanfair" * 20, "zh": "上海", "ar": "مدينة", "he": "עיר"}),
        "agreements": [agreement(number) for number in range(40)],
        "visits": [
            Visit(
                f"v{number:03}",
                {"fi": f"Vierailu {number} " + "Donaudampfschifffahrt" * 12},
                "visit",
                PartialDate(2020 + number % 12, 1 + number % 12),
                direction=("in", "out", "online")[number % 3],
                outcome={"fi": "Tulos. " * 90},
                gifts=(Gift({"fi": "Lahja " * 60}, "given"),),
            )
            for number in range(200)
        ],
        "pairs": [({"fi": f"Koulu {number} " * 30}, {"fi": "Skola " * 30}) for number in range(200)],
        "contacts": [
            Person("Nimi " * 40, "Virka " * 50, {"fi": "Laitos " * 50}, "a@b.example", key=f"p{number}")
            for number in range(99)
        ],
    }
    return Material(**{**values, **instead})  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_two_pages_suffice_for_whatever_is_recorded(language) -> None:
    content = fitting(much(), DAY, city=CITY, language=language)

    pdf = PdfReader(io.BytesIO(made := pdf_of(content)))

    assert pages_of(content) == len(pdf.pages) == 2
    assert b"pdfuaid:part" in made
    assert content["noted"] == ["p0", "p1", "p2"]
    assert str(pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]) == "True"
    assert pdf.trailer["/Root"]["/Lang"].startswith(language)
    in_force = content["sections"][0]
    counted = {"fi": "Ja %d muuta.", "sv": "Och %d till.", "en": "And %d more."}
    assert in_force["more"] == counted[language] % (40 - len(in_force["rows"]))


def test_what_little_is_recorded_is_on_one_page() -> None:
    content = fitting(Material(is_public=True, tie=tie({"fi": "Tartto"})), DAY, city=CITY, language="fi")

    assert pages_of(content) == 1
    assert [section["heading"] for section in content["sections"]] == ["Voimassa tänään"]


def test_names_are_in_their_own_letters_as_far_as_there_are_some() -> None:
    content = fitting(much(), DAY, city=CITY, language="fi")
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(content))).pages)

    assert [(name["text"], name["rtl"]) for name in content["own_names"]] == [
        ("上海", False),
        ("مدينة", True),
        ("עיר", True),
    ]
    assert "上" not in pdf
    assert "上海" in words_of_docx(docx_of(content))


@pytest.mark.parametrize("text", ["😀 上海 ไทย \x07\u202eabc\ud800", "#set page(width: 1pt) <b>&amp;", "\\ $x$ @a _b_"])
def test_any_letters_become_both_files(text) -> None:
    material = much(agreements=[], visits=[Visit("v", {"fi": text}, "visit")])
    content = fitting(material, DAY, city=CITY, language="fi")

    assert len(PdfReader(io.BytesIO(pdf_of(content))).pages) == 2
    assert content["sections"][2]["rows"][0][2] in words_of_docx(docx_of(content))


def test_same_facts_give_the_same_bytes() -> None:
    content = fitting(much(), DAY, city=CITY, language="en")

    assert pdf_of(content) == pdf_of(content)
    assert docx_of(content) == docx_of(content)


@pytest.mark.parametrize(
    ("text", "expected"), [("Tartu", False), ("123 ירושלים", True), ("مدينة A", True), ("", False)]
)
def test_direction_is_that_of_the_first_letter(text, expected) -> None:
    assert is_right_to_left(text) is expected


# --- what is told to whom ---------------------------------------------------------------------------------------------

CANARY = "kanarialintu"
"""Stands in everything internal."""


@pytest.fixture
def partner(city) -> str:
    """A published partner of whom much is internal."""
    source = founding.page()
    where = founding.place(source, fi="Tartto", en="Tartu")
    found = founding.partnership(source, where, since=founding.on("1990"))
    theirs = founding.city(source, where)
    founding.agreement(source, found, valid_from="2020", valid_until="2030", title=words("Julkinen sopimus"))
    founding.agreement(source, found, valid_from="2021", is_published=False, title=words(CANARY))
    for title, is_published in (("Julkinen vierailu", True), (CANARY, False)):
        add_activity(
            by=founding.BY, source=source, kind=ActivityKind.VISIT, title=words(title), starts=founding.on("2026-05"),
            direction=Direction.OUT, partnerships=[found], is_published=is_published,
            gifts=[GivenGift(GiftDirection.GIVEN, words(f"lahja: {title}"))],
        )  # fmt: skip
    schools = [
        add_organisation(
            by=founding.BY, source=source, kind=OrganisationKind.SCHOOL, name=words(name), place=where,
            is_published=is_published,
        )
        for name, is_published in (("Julkinen koulu", True), (f"Koulu {CANARY}", False), ("Toinen koulu", True))
    ]  # fmt: skip
    for one, other in ((0, 1), (0, 2)):
        add_institution_link(
            by=founding.BY, source=source, level=InstitutionLevel.SCHOOL, home_institution=schools[one],
            partner_institution=schools[other], partnership=found, is_published=True,
        )  # fmt: skip
    add_contact(
        by=founding.BY, source=source, organisation=theirs, name=f"Kaisa {CANARY}", purpose="Asiat", day=DAY,
        keep_for=Term(24), email=f"{CANARY}@example.org",
    )  # fmt: skip
    suspend_partnership(
        by=founding.BY, source=source, partnership=found, on=founding.on("2026-11-01"), reason=words(f"Syy: {CANARY}"),
        wording=words("Tauko"), decided_by="",
    )  # fmt: skip
    return str(found.pk)


def words(text: str) -> LazyI18nString:
    return LazyI18nString({"fi": text})


def words_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        parts = [file.read(name) for name in file.namelist() if name.endswith(".xml")]
    return "\n".join("".join(ElementTree.fromstring(part).itertext()) for part in parts)


def words_of(answer) -> str:
    content = b"".join(answer.streaming_content)
    if not content.startswith(b"%PDF"):
        return words_of_docx(content)
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.sqlite
def test_public_brief_tells_what_is_published_and_nothing_else(partner, officer, desk_of) -> None:
    desk, address = desk_of(officer), f"/desk/partners/{partner}/brief/file/"

    for language, kind in (("fi", "pdf"), ("sv", "docx"), ("en", "pdf"), ("en", "docx")):
        asked = f"{address}?as={kind}&language={language}"
        public, internal = (words_of(desk.get(f"{asked}&version={each}")) for each in ("public", "internal"))

        for told in ("Julkinen sopimus", "Julkinen vierailu", "lahja: Julkinen vierailu", "Toinen koulu"):
            assert told in public
        assert CANARY not in public.replace("\n", "")
        assert internal.count(CANARY) >= 5
    assert PersonalDataLook.objects.filter(account=officer, what="file").count() == 1


@pytest.mark.sqlite
def test_reader_is_given_the_record_without_persons(partner, reader, desk_of) -> None:
    told = words_of(desk_of(reader).get(f"/desk/partners/{partner}/brief/file/"))

    assert "Julkinen vierailu" in told
    assert "Kaisa" not in told
    assert f"{CANARY}@example.org" not in told
    assert PersonalDataLook.objects.count() == 0


@pytest.mark.sqlite
def test_partner_that_is_internal_has_no_public_brief(city, officer, desk_of) -> None:
    source = founding.page()
    found = founding.partnership(source, founding.place(source, fi="Tartto"), is_published=False)
    desk, address = desk_of(officer), f"/desk/partners/{found.pk}/brief/"

    assert "The partner is internal" in desk.get(address).text
    assert desk.get(f"{address}file/?version=public").status_code == 404
    assert desk.get(f"{address}file/").status_code == 200


@pytest.mark.sqlite
@pytest.mark.parametrize("asked", ["version=secret", "as=exe", "language=xx", "as=pdf&language="])
def test_what_there_is_not_is_not_found(partner, officer, desk_of, asked) -> None:
    assert desk_of(officer).get(f"/desk/partners/{partner}/brief/file/?{asked}").status_code == 404


def test_page_of_the_partner_leads_to_the_brief(partner, officer, desk_of) -> None:
    desk = desk_of(officer)

    assert (
        f"/desk/partners/{partner}/brief/file/?version=internal&amp;language=en&amp;as=pdf"
        in desk.get(f"/desk/partners/{partner}/").text
    )
    page = desk.get(f"/desk/partners/{partner}/brief/").text
    assert page.count("/brief/file/?") == 12


def test_files_ask_few_queries_for_much(partner, officer, desk_of) -> None:
    desk, asked = desk_of(officer), []
    source = founding.page()
    for number in (1, 3):
        for each in range(number):
            tied = founding.Partnership.objects.get(pk=partner)
            founding.agreement(source, tied, valid_from="2020", valid_until="2030")
            add_activity(
                by=founding.BY, source=source, kind=ActivityKind.VISIT, title=words(f"{each}"), partnerships=[tied],
                starts=founding.on("2027"), direction=Direction.IN, is_published=True,
            )  # fmt: skip
        for version in ("internal", "public"):
            address = f"/desk/partners/{partner}/brief/file/?version={version}"
            desk.get(address)
            PersonalDataLook.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address).status_code == 200
            asked.append(len(queries))

    assert asked[:2] == asked[2:]
    assert max(asked) <= 15

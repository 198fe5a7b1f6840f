"""Tables at the desk: what each row will do is told first, then it is written once, by one action each."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import AuditEntry, PersonalDataLook, Source, UnsavedWork
from solmu.core.terms import Term
from solmu.desk.bulk.organisations import LIKE
from solmu.registry.actions.contacts import add_contact
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Contact, InstitutionLink, Organisation, Partnership
from solmu.registry.vocabulary import OrganisationKind
from tests.desk.reading import hidden
from tests.registry import founding

PAIRS, CONTACTS = "/desk/bulk/pairs/", "/desk/bulk/contacts/"
ROW = re.compile(
    r'<tr class="fate-(\w+)"><th scope="row">(\d+)</th>.*?data-l="What it is about">(.*?)</td>'
    r'.*?data-l="Why">(.*?)</td>',
    re.DOTALL,
)


@pytest.fixture
def partner(city) -> Partnership:
    source = founding.page()
    where = founding.place(source, fi="Tartto", en="Tartu")
    founding.city(source, where)
    return founding.partnership(source, where)


def school(name: str, place=None, kind=OrganisationKind.SCHOOL) -> Organisation:
    return add_organisation(by=founding.BY, source=founding.page(), kind=kind, name=name, place=place)


def give(desk, address: str, table: str, **fields):
    return desk.post(address, {**hidden(desk.get(address).text), "table": table, **fields}, follow=True)


def apply(desk, address: str, **fields):
    page = desk.get(f"{address}check/").text
    return desk.post(f"{address}check/", {**hidden(page), "do": "apply", **fields}, follow=True)


def rows_of(page: str) -> list[tuple[str, int, str, str]]:
    return [
        (fate, int(number), what, re.sub(r"<[^>]+>", "", why.partition("<label")[0]).strip())
        for fate, number, what, why in ROW.findall(page)
    ]


def test_pairs_are_told_then_written_once(partner, officer, desk_of) -> None:
    desk, home = desk_of(officer), Organisation.objects.get(is_home=True)
    ours = school("Lintulan koulu", home.place)
    table = (
        "Koulu;Vänskola;Partner city;Laji;Alkaen;Until\n"
        "lintulan KOULU;Kesk School;Tartto;Koulut;1998;toistaiseksi\n"
        "Lintulan koulu;Kesk School;Tartu;koulu;;\n"
        "Uusi lukio;Kesk School;Tartu;Lukio;syyskuu 2016;\n"
        "Lintulan koulu;Toinen;Atlantis;School;;\n"
        "Lintulan koulu;Kolmas;Tartu;School;huomenna;\n"
        "Lintulan koulu;Neljäs;Tartu;School;2020;2010\n"
        ";Viides;Tartu;School;;\n"
        "Lintulan koulu;Kuudes;Tartu;linnut;;\n"
    )

    page = give(desk, PAIRS, table).text

    assert InstitutionLink.objects.count() == 0
    assert rows_of(page) == [
        ("new", 2, "lintulan KOULU – Kesk School", "Institutions that are added too: Kesk School."),
        ("same", 3, "Lintulan koulu – Kesk School", "The same as row 2."),
        ("new", 4, "Uusi lukio – Kesk School", "Institutions that are added too: Uusi lukio, Kesk School."),
        ("refused", 5, "Lintulan koulu – Toinen",
         "Partner: no partner is called “Atlantis”. Correct the name, or add the partner first."),
        ("refused", 6, "Lintulan koulu – Kolmas",
         "Since: “huomenna” is not a date. Write for example 1998, syyskuu 1998 or 4.9.1998."),
        ("refused", 7, "Lintulan koulu – Neljäs",
         "Until: The period ends (2010) before it starts (2020). Check the two dates."),
        ("refused", 8, "Viides", "Institution here: this is empty. Fill it in."),
        ("refused", 9, "Lintulan koulu – Kuudes",
         "Kind: “linnut” is no kind of institution. Write one of: Upper secondary schools, Schools, Universities, "
         "Companies, Cultural institutions, Other institutions."),
    ]  # fmt: skip

    done = apply(desk, PAIRS).text

    assert "Added: 2. Changed: 0." in done
    assert [each[:2] for each in rows_of(done)] == [("refused", number) for number in range(5, 10)]
    links = InstitutionLink.objects.order_by("linked_from_earliest")
    assert [(str(link.home_institution), str(link.partner_institution), str(link.linked_from)) for link in links] == [
        ("Lintulan koulu", "Kesk School", "1998"),
        ("Uusi lukio", "Kesk School", "2016-09"),
    ]
    assert {link.home_institution.kind for link in links} == {"school", "upper_secondary_school"}
    assert Organisation.objects.filter(place=partner.partner, kind="school").count() == 1
    assert not any(link.record.is_published for link in links)
    table_source = Source.objects.get(kind="spreadsheet")
    entries = AuditEntry.objects.filter(source_id=table_source.pk).values_list("action", flat=True)
    assert sorted(entries) == [
        "add_institution_link", "add_institution_link", "add_organisation", "add_organisation", "add_source",
    ]  # fmt: skip
    assert ours.pk == links[0].home_institution_id


def test_same_table_again_writes_nothing_and_a_second_press_leads_where_the_first_did(
    partner, officer, desk_of
) -> None:
    desk = desk_of(officer)
    table = "Ours\tTheirs\tPartner\tKind\tSince\nA-koulu\tB-koulu\tTartu\tSchool\t2001"
    give(desk, PAIRS, table)
    sent = {**hidden(desk.get(f"{PAIRS}check/").text), "do": "apply"}

    first, second = (desk.post(f"{PAIRS}check/", sent) for _each in range(2))
    revision = AuditEntry.objects.count()
    page = give(desk, PAIRS, table).text
    again = desk.post(f"{PAIRS}check/", {**hidden(page), "do": "apply"}, follow=True).text

    source = Source.objects.get(kind="spreadsheet")
    assert first.url == second.url == f"/desk/sources/{source.pk}/"
    assert [each[0] for each in rows_of(page)] == ["same"]
    assert "Nothing was written" in again
    assert (AuditEntry.objects.count(), InstitutionLink.objects.count()) == (revision, 1)


def test_what_a_row_says_otherwise_changes_and_what_it_leaves_empty_does_not(partner, officer, desk_of) -> None:
    desk = desk_of(officer)
    head = "Ours\tTheirs\tPartner\tKind\tSince\tUntil\n"
    give(desk, PAIRS, f"{head}A-koulu\tB-koulu\tTartu\tSchool\t2001\t")
    apply(desk, PAIRS)

    page = give(desk, PAIRS, f"{head}A-koulu\tB-koulu\tTartu\tSchool\t\t2024").text
    apply(desk, PAIRS)

    assert rows_of(page) == [("changed", 2, "A-koulu – B-koulu", "Until: – → 2024")]
    link = InstitutionLink.objects.get()
    assert (str(link.linked_from), str(link.linked_until)) == ("2001", "2024")
    assert AuditEntry.objects.filter(record_id=link.pk, action="change_institution_link").count() == 1


def test_possible_duplicate_is_written_only_where_a_person_says_so(partner, officer, desk_of) -> None:
    desk, home = desk_of(officer), Organisation.objects.get(is_home=True)
    school("Lintulan koulu", home.place)
    table = "Ours\tTheirs\tPartner\tKind\nLintulam koulu\tKesk\tTartu\tSchool"

    page = give(desk, PAIRS, table).text
    apply(desk, PAIRS)
    without = InstitutionLink.objects.count()
    apply(desk, PAIRS, also="2")

    assert LIKE == 88.0
    assert rows_of(page) == [
        ("perhaps", 2, "Lintulam koulu – Kesk", "Nearly the same name is recorded: “Lintulan koulu”.")
    ]
    assert (without, InstitutionLink.objects.count()) == (0, 1)


def test_columns_are_chosen_by_hand_and_filled_in(partner, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = give(desk, PAIRS, "A-koulu;B-koulu\nC-koulu;D-koulu").text

    chosen = {"do": "columns", "column_0": "home", "column_1": "there", "fill_partner": "Tartu", "fill_kind": "School"}
    twice = desk.post(f"{PAIRS}check/", {**chosen, "column_1": "home"})
    after = desk.post(f"{PAIRS}check/", chosen, follow=True).text

    assert "Say which column holds: Institution here, Institution there, Partner, Kind." in page
    assert rows_of(page) == []
    assert (twice.status_code, "Two columns are said to be “Institution here”" in twice.text) == (422, True)
    assert [(fate, number) for fate, number, _what, _why in rows_of(after)] == [("new", 1), ("new", 2)]


def test_contacts_are_added_changed_and_doubted(partner, officer, desk_of) -> None:
    desk = desk_of(officer)
    theirs, koulu = Organisation.objects.get(place=partner.partner), school("Kesk", partner.partner)
    for name, where in (("Kati Kask", theirs), ("Mari Mets", koulu)):
        add_contact(
            by=founding.BY, source=founding.page(), organisation=where, name=name, purpose="Vaihto",
            day=date(2026, 11, 24), keep_for=Term(24), email=f"{name.split()[0].lower()}@example.org",
        )  # fmt: skip
    table = (
        "Nimi;Befattning;Organisation;E-mail;Puhelin\n"
        "kati kask;Johtaja;Tartu;;\n"
        "Mari Mets;;Tartu;;\n"
        "Uusi Henkilö;=HYPERLINK(1);Kesk;uusi@example.org;+372 555 1234\n"
        "Vika Posti;;Kesk;ei osoite;\n"
        "<b>Nimi</b>;;Kesk;;\n"
        "Joku;;Tuntematon;;\n"
        "Toinen Mari;;Kesk;mari@example.org;\n"
    )
    give(desk, CONTACTS, table)
    desk.post(
        f"{CONTACTS}check/",
        {"do": "columns", "fill_purpose": "Vierailut",
         **{f"column_{at}": key for at, key in enumerate(("name", "title", "organisation", "email", "telephone"))}},
    )  # fmt: skip

    page = desk.get(f"{CONTACTS}check/").text
    apply(desk, CONTACTS)

    assert rows_of(page) == [
        ("changed", 2, "kati kask, Tartu", "Position: – → Johtaja"),
        ("perhaps", 3, "Mari Mets, Tartu", "Perhaps the same person is recorded: Mari Mets (Kesk)."),
        ("new", 4, "Uusi Henkilö, Kesk", ""),
        ("refused", 5, "Vika Posti, Kesk", "“ei osoite” is not an e-mail address. Write for example name@example.org."),
        ("new", 6, "&lt;b&gt;Nimi&lt;/b&gt;, Kesk", ""),
        ("refused", 7, "Joku, Tuntematon",
         "Organisation: no organisation is called “Tuntematon”. Correct the name, or add it first."),
        ("refused", 8, "Toinen Mari, Kesk",
         "Mari Mets has this e-mail address at the same organisation. Change that contact instead."),
    ]  # fmt: skip
    assert sorted(Contact.objects.values_list("name", "title")) == [
        ("<b>Nimi</b>", ""), ("Kati Kask", "Johtaja"), ("Mari Mets", ""), ("Uusi Henkilö", "=HYPERLINK(1)"),
    ]  # fmt: skip
    assert PersonalDataLook.objects.filter(account=officer).count() == 2
    left = UnsavedWork.objects.get(account=officer, key=f"{CONTACTS}check/").values["line"]
    assert len(left) == 1 + 4


@pytest.mark.sqlite
def test_file_is_read_as_a_paste_is(partner, officer, desk_of) -> None:
    file = SimpleUploadedFile("parit.csv", b"Ours,Theirs,Partner,Kind\nA,B,Tartu,School\n")

    page = give(desk_of(officer), PAIRS, "", file=file).text

    assert [each[:3] for each in rows_of(page)] == [("new", 2, "A – B")]


@pytest.mark.sqlite
def test_file_that_unpacks_to_too_much_is_logged(city, officer, desk_of, caplog) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b" " * 21 * 1024**2)

    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answer = give(desk_of(officer), PAIRS, "", file=SimpleUploadedFile("parit.xlsx", packed.getvalue()))

    assert (answer.status_code, "holds too much" in answer.text) == (422, True)
    told = [record.getMessage() for record in caplog.records if record.name == "solmu.security"]
    assert told == [f"file-refused account={officer.pk} from=127.0.0.0/24 page=desk:bulk-paste why=too-large"]


@pytest.mark.sqlite
def test_what_is_no_table_is_refused_and_the_paste_stays(city, officer, desk_of) -> None:
    desk = desk_of(officer)

    nothing, large = give(desk, PAIRS, " "), give(desk, PAIRS, "Koulu\n" + "<i>x</i>\n" * 10_000)

    assert (nothing.status_code, "There is no table yet" in nothing.text) == (422, True)
    assert (large.status_code, "The table has 10,000 rows. At most 500 are taken" in large.text) == (422, True)
    assert large.text.count("&lt;i&gt;x") == 10_000
    assert desk.get(f"{PAIRS}check/").status_code == 302


@pytest.mark.sqlite
def test_table_of_another_is_nobody_elses(partner, officer, administrator, contributor, desk_of) -> None:
    give(desk_of(officer), PAIRS, "Ours,Theirs,Partner,Kind\nA,B,Tartu,School")

    assert desk_of(administrator).get(f"{PAIRS}check/").url == PAIRS
    assert desk_of(contributor).get(f"{PAIRS}check/").status_code == 403
    assert desk_of(administrator).get("/desk/bulk/cats/").status_code == 404
    assert apply(desk_of(administrator), PAIRS).status_code == 409


@pytest.mark.sqlite
def test_discarded_table_is_gone(partner, officer, desk_of) -> None:
    desk = desk_of(officer)
    give(desk, PAIRS, "Ours,Theirs,Partner,Kind\nA,B,Tartu,School")

    assert desk.post(f"{PAIRS}check/", {"do": "discard"}).url == PAIRS
    assert not UnsavedWork.objects.filter(key=f"{PAIRS}check/").exists()


@pytest.mark.parametrize("address", [PAIRS, CONTACTS])
def test_page_asks_few_queries_for_many_rows(partner, officer, desk_of, address) -> None:
    desk, asked = desk_of(officer), []
    for number in (1, 3, 300):
        rows = "".join(f"Koulu {each} x;Kesk {each} x;Tartu;School\n" for each in range(number))
        people = "".join(f"Henkilö {each};Tartu;Asia\n" for each in range(number))
        give(desk, address, f"Ours;Theirs;Partner;Kind\n{rows}" if address == PAIRS else f"Nimi;Taho;Syfte\n{people}")
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(f"{address}check/")
        assert len(rows_of(page.text)) == number
        asked.append(len(queries))

    assert asked == [asked[0]] * 3
    assert asked[0] <= 15

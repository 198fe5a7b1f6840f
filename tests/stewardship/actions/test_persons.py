"""Erasing a person: what was listed and chosen goes from tables, versions, change log and files; the rest stays."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from i18nfield.strings import LazyI18nString

from solmu.core.actions import add_account, add_source, deactivate_account, store_file
from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, AuditValue, ProviderIdentity, Source, StoredFile
from solmu.core.terms import Term
from solmu.core.unsaved import keep_unsaved
from solmu.intake.models import SourceText
from solmu.participation.actions import receive_enquiry
from solmu.participation.models import Enquiry
from solmu.registry.actions.activities import add_activity, change_activity
from solmu.registry.actions.contacts import add_contact, agree_to_publish
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.publicity import publish_record
from solmu.registry.models import Activity, AgreementParty, Contact, Organisation, Partnership, PublicVersion
from solmu.search.actions import catch_up
from solmu.stewardship.actions.persons import erase_person
from solmu.stewardship.queries.persons import findings_of
from solmu.stewardship.rules.persons import Sought
from solmu.stewardship.vocabulary import Fate
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.file_words.making import pdf_saying

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAME, EMAIL = "Väinö Kanariainen", "vaino.kanariainen@example.org"
CANARY = "kanariai"
SOUGHT = Sought(name=NAME, email=EMAIL)
GROUND = "GDPR 17 (1) a"


@pytest.fixture
def planted(source: Source, home: Organisation, tartu: Partnership) -> dict[str, Any]:
    """Somebody who stands in every kind of place that can be emptied."""
    given: Any = {"by": BY, "source": source}
    contact = add_contact(
        organisation=home, name=NAME, email=EMAIL, purpose="Asiat", day=DAY, keep_for=Term(24), **given
    )
    agree_to_publish(contact=contact, **given)
    publish_record(record=contact.record, **given)
    told = LazyI18nString({"fi": f"Isäntänä {NAME}.", "sv": "Värd: Kanariainen, Väinö."})
    activity = add_activity(
        kind="visit", title=LazyI18nString({"fi": "Vierailu"}), partnerships=[tartu], outcome=told, **given
    )
    publish_record(record=activity.record, **given)
    change_activity(activity=activity, funding=LazyI18nString({"fi": "Maksoi Väinö Kanariaisen säätiö"}), **given)
    person = add_account(by=BY, email=EMAIL, name=NAME, role="reader")
    keep_unsaved(by=person, key="/desk/x/", values={"text": [NAME]}, base={}, at=AT)
    deactivate_account(by=BY, account=person)
    enquiry = receive_enquiry(
        by=BY, kind="accessibility", message=f"Terveisin {NAME}", language="fi", at=AT, day=DAY, keep_for=Term(12),
        email=EMAIL,
    )  # fmt: skip
    file = store_file(by=BY, content=f"Puhelu: {NAME}".encode(), name=f"{NAME}.txt", media_type="text/plain")
    heard = add_source(
        by=BY, kind="person", title=f"Puhelu, {NAME}", read_on=DAY, is_public=False, language="fi", file=file
    )
    SourceText.objects.create(source=heard, sha256=file.sha256, text=f"Puhelu: {NAME}", language="fi", home="Rantala")
    catch_up()
    return {"contact": contact, "activity": activity, "account": person, "enquiry": enquiry, "source": heard}


def said_in_tables() -> list[str]:
    """Each table and column in which the canary stands, asked of the database itself."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = f"CAST({connection.ops.quote_name(column.name)} AS text)"
                asked = f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE lower({name}) LIKE %s"
                cursor.execute(asked, [f"%{CANARY}%"])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def every_key() -> set[str]:
    return {finding.key for finding in findings_of(SOUGHT).findings}


def erase() -> None:
    erase_person(by=BY, sought=SOUGHT, chosen=every_key(), ground=GROUND, day=DAY)
    catch_up()


def test_nothing_of_the_person_is_left_and_the_chain_verifies(
    planted: dict[str, Any], django_capture_on_commit_callbacks
) -> None:
    assert len(said_in_tables()) > 10

    with django_capture_on_commit_callbacks(execute=True):
        erase()

    assert said_in_tables() == []
    assert list(chain_faults()) == []
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path for path in kept if CANARY in path.read_text("utf-8", "ignore").lower()] == []
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        assert CANARY.encode() not in connection.connection.serialize().lower()


def test_text_keeps_what_is_not_of_the_person_and_accounts_and_enquiries_keep_their_number(planted) -> None:
    erase()

    activity = Activity.objects.get(pk=planted["activity"].pk)
    assert activity.outcome.data == {"fi": "Isäntänä […].", "sv": "Värd: […]."}
    assert activity.funding.data == {"fi": "Maksoi […] säätiö"}
    latest = PublicVersion.objects.filter(record_id=activity.pk).order_by("-revision").first()
    assert latest.shape["outcome"] == {"fi": "Isäntänä […].", "sv": "Värd: […]."}
    account = Account.objects.get(pk=planted["account"].pk)
    assert (account.name, account.email) == ("", f"{account.pk}@erased.invalid")
    assert Enquiry.objects.get(pk=planted["enquiry"].pk).erased_on == DAY
    assert SourceText.objects.get().text == "Puhelu: " + "█" * len(NAME)
    assert not StoredFile.objects.exists()


def test_who_acted_in_office_stays_with_the_reason(planted, source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2001", is_published=False)
    AgreementParty.objects.filter(agreement=agreement).update(signatory=NAME)
    publish_record(by=BY, source=source, record=agreement.record)

    erase()

    left = findings_of(SOUGHT).findings
    assert {(finding.model, finding.fate) for finding in left} == {
        ("registry.agreementparty", Fate.STAYS),
        ("registry.publicversion", Fate.STAYS),
    }
    assert all("in office" in str(finding.why) for finding in left)
    assert list(chain_faults()) == []


def test_what_was_not_chosen_stays(planted) -> None:
    contact = planted["contact"].pk
    erase_person(by=BY, sought=SOUGHT, chosen={f"registry.contact:{contact}"}, ground=GROUND, day=DAY)

    assert Contact.objects.get(pk=contact).name == ""
    assert Activity.objects.get(pk=planted["activity"].pk).outcome.data["fi"] == f"Isäntänä {NAME}."
    assert Enquiry.objects.get(pk=planted["enquiry"].pk).message == f"Terveisin {NAME}"


def test_account_in_use_stays_and_says_what_to_do(home: Organisation) -> None:
    person = add_account(by=BY, email=EMAIL, name=NAME, role="officer")

    [account, *values] = findings_of(SOUGHT).findings

    assert (account.key, account.fate) == (f"core.account:{person.pk}", Fate.STAYS)
    assert str(account.why).startswith("The account is in use.")
    assert {value.fate for value in values} == {Fate.STAYS}
    with pytest.raises(BrokenRule, match="Nothing that was chosen can be erased"):
        erase_person(by=BY, sought=SOUGHT, chosen=every_key(), ground=GROUND, day=DAY)


def test_address_of_a_unit_is_emptied_and_ways_of_signing_in_follow_their_account(home: Organisation) -> None:
    unit = add_unit(by=BY, source=None, organisation=home, name=f"Toimisto {NAME}", email=EMAIL)
    person = add_account(by=BY, email="other@example.org", role="officer")
    for subject in (EMAIL, "other"):
        ProviderIdentity.objects.create(account=person, issuer="https://id.example", subject=subject)

    fates = {finding.model: finding.fate for finding in findings_of(SOUGHT).findings}
    erase()

    unit.refresh_from_db()
    assert (unit.email, str(unit.name)) == ("", "Toimisto […]")
    assert fates["core.provideridentity"] == Fate.STAYS
    assert ProviderIdentity.objects.count() == 2


def test_files_are_read_as_far_as_a_program_can_and_the_others_named(db: None) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        parts.writestr("word/document.xml", "<w:p><w:t>V\u00e4in\u00f6</w:t><w:t> Kanari</w:t><w:t>ainen</w:t></w:p>")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for name, kind, content in (
        ("a.docx", word, packed.getvalue()),
        ("b.html", "text/html", b"<p><b>V&auml;in&ouml;</b> Kanariainen</p>"),
        ("c.pdf", "application/pdf", b"%PDF-1.7"),
        ("d.docx", word, b"PK"),
        ("e.txt", "text/plain", b"Somebody else"),
        ("f.pdf", "application/pdf", pdf_saying("Kanariainen Vaino", "asemies")),
    ):
        store_file(by=BY, content=content, name=name, media_type=kind)

    found = findings_of(SOUGHT)

    assert [finding.texts[0][0] for finding in found.findings if finding.is_file] == ["a.docx", "b.html"]
    assert [(file.name, str(file.why)) for file in found.unread] == [
        ("c.pdf", "It is damaged."),
        ("d.docx", "It is damaged."),
    ]
    [finding] = findings_of(Sought(name="Vaino Kanariainen")).findings
    assert finding.texts == (("f.pdf", "Kanariainen Vaino\nasemies"),)


def test_erasing_reads_the_chosen_files_alone_and_drops_a_pdf(db: None) -> None:
    sought, content = Sought(name="Vaino Kanariainen"), pdf_saying("Vaino Kanariainen")
    chosen, other = (
        store_file(by=BY, content=content + end, name="x.pdf", media_type="application/pdf") for end in (b"", b"%%")
    )

    [gone] = erase_person(by=BY, sought=sought, chosen={f"file:{chosen.pk}"}, ground=GROUND, day=DAY)

    assert gone.pk == chosen.pk
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [other.pk]


@pytest.mark.parametrize("role", ["officer", "auditor", "contributor", "reader"])
def test_only_an_administrator_erases(db: None, role: str) -> None:
    with pytest.raises(NotPermitted):
        erase_person(by=founding.account(role), sought=SOUGHT, chosen=set(), ground=GROUND, day=DAY)


def test_ground_is_asked_for_and_does_not_name_the_person(db: None) -> None:
    for ground in (" ", f"{NAME} asked for it"):
        with pytest.raises(BrokenRule):
            erase_person(by=BY, sought=SOUGHT, chosen=set(), ground=ground, day=DAY)


def test_entry_names_what_was_erased_by_ids_alone(planted) -> None:
    erase()

    entries = AuditEntry.objects.filter(action="erase_person")
    assert {entry.record_id for entry in entries} >= {planted["activity"].pk}
    assert not [entry for entry in entries if SOUGHT.is_in(entry.details)]
    assert set(AuditValue.objects.filter(entry__in=entries).values_list("field", flat=True)) == {"file_id"}


@pytest.mark.parametrize("number", [1, 3])
def test_finding_asks_as_often_whatever_it_finds(
    home: Organisation, source: Source, tartu: Partnership, number: int, django_assert_num_queries
) -> None:
    for index in range(number):
        title = LazyI18nString({"fi": f"{NAME} {index}"})
        add_activity(by=BY, source=source, kind="visit", title=title, partnerships=[tartu])

    with django_assert_num_queries(6):
        found = findings_of(SOUGHT)

    assert len(found.of("registry.activity")) == number

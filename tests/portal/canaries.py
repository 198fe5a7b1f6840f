"""A record whose public half is plain and whose other half is canaries: words that may be read at no address.

Each canary has its own name, so that one that sings tells where the gap is. All are of letters alone, so that they stay
what they are in addresses, searches and capitals.
"""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote

from i18nfield.strings import LazyI18nString

from solmu.core.actions import add_account, add_source
from solmu.core.city import current_city
from solmu.core.models import Account, Source
from solmu.core.terms import Term
from solmu.core.vocabulary import SourceKind
from solmu.intake.models import Claim, SourceText
from solmu.participation.actions import answer_enquiry, receive_enquiry
from solmu.participation.vocabulary import EnquiryKind
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import add_agreement, record_no_successor, review_agreement, succeed_agreement
from solmu.registry.actions.citations import cite
from solmu.registry.actions.commitments import add_commitment
from solmu.registry.actions.contacts import add_contact, agree_to_publish
from solmu.registry.actions.decisions import record_decision
from solmu.registry.actions.documents import add_agreement_document
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.merging import merge_records
from solmu.registry.actions.networks import add_membership, add_representative
from solmu.registry.actions.organisations import add_organisation, add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.actions.partnerships import change_partnership
from solmu.registry.actions.publicity import except_language, publish_record, remove_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.actions.stories import add_story, set_image
from solmu.registry.models import Partnership
from solmu.registry.vocabulary import Publicity
from solmu.stewardship.actions.calendars import follow_deadlines
from solmu.stewardship.actions.matters import snooze_matter
from solmu.stewardship.actions.renewals.notes import note_on_renewal
from solmu.stewardship.actions.renewals.stages import plan_renewal
from solmu.stewardship.queries.matters import matters_on
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import png

CANARY = "canary"
"""What every canary begins with, in whatever case."""

DAY = date(2026, 11, 24)
PNG = png(b"canaryinsidepicture")
PDF = b"%PDF-1.7\n% canaryinsidefile\n%%EOF\n"


def canaries_in(content: bytes | str) -> list[str]:
    """The canaries that can be read in a page, a feed, a file or an address, however they are escaped."""
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    heard = re.findall(rf"{CANARY}\w*", f"{html.unescape(text)} {unquote(text)}".casefold())
    return sorted(set(heard))


def word(name: str) -> str:
    return f"Canary{name}"


def in_all(name: str) -> LazyI18nString:
    """A canary in every language."""
    return LazyI18nString({code: f"{word(name)}{code}" for code in ("fi", "sv", "en")})


def plain(text: str) -> LazyI18nString:
    return LazyI18nString(dict.fromkeys(("fi", "sv", "en"), text))


def fill_record() -> None:
    """A city with two published partners, and beside them everything that is nobody's business."""
    officer = add_account(by=BY, email="canaryofficer@example.org", role="officer", name=word("OfficerName"))
    source, secret = founding.page("A public page"), internal_source()
    home = founding.home(source)
    tartu, riga = (founding.partnership(source, founding.place(source, name, fi=name, sv=name, en=name))
                   for name in ("Tarttola", "Riikala"))  # fmt: skip
    hidden_party = add_organisation(by=BY, source=source, kind="company", name=in_all("Party"))
    agreement = add_agreement(
        by=BY, source=source, kind="memorandum_of_understanding", partnerships=[tartu], signed=on("2010"),
        parties=[home, founding.city(source, tartu.partner, "Tarttola"), hidden_party], valid_until=on("2027-03-31"),
        themes=[plain("Culture")], is_published=True,
    )  # fmt: skip
    ended = founding.agreement(source, riga, signed="2001", valid_until="2019")
    unpublished_records(source, home, tartu, agreement)
    internal_parts(source, secret, officer, tartu, agreement, ended)
    withdrawn_records(source, tartu)
    personal_data(source, officer, home, tartu)
    work_in_hand(officer, agreement)
    documents(source, agreement)
    claims(secret)


def internal_source() -> Source:
    return add_source(
        by=BY, kind=SourceKind.DOCUMENT, title=word("SourceTitle"), read_on=DAY, is_public=False,
        address="https://example.org/canarysourceaddress", language="en",
    )  # fmt: skip


def unpublished_records(source: Source, home: Any, tartu: Partnership, agreement: Any) -> None:
    hidden = founding.place(source, word("Place"), fi=word("PlaceFi"), sv=word("PlaceSv"), en=word("PlaceEn"))
    tie = founding.partnership(source, hidden, is_published=False)
    founding.agreement(source, tie, is_published=False, signed="2011", title=in_all("Agreement"))
    # Published, but of a partner that is not, and with a party that is not.
    founding.agreement(source, tartu, tie, signed="2012", valid_until="..")
    # Published, but of that partner: by its partnership, and by its city alone.
    add_coverage_statement(
        by=BY, source=source, level="school", extent="number", number=7, partnership=tie, is_published=True
    )
    add_coverage_statement(by=BY, source=source, level="culture", extent="all", partner=hidden, is_published=True)
    network = add_organisation(by=BY, source=source, kind="network", name=in_all("Network"), abbreviation="CANARYNET")
    add_membership(by=BY, source=source, network=network, organisation=home, fee=word("Fee"))
    shown = add_organisation(by=BY, source=source, kind="network", name=plain("Open network"), is_published=True)
    hidden_decision = record_decision(
        by=BY, source=source, organ=word("Organ"), decided=on("2015-02-03"), section="§ 1", case_id=word("Case"),
        address="https://example.org/canarydecision",
    )  # fmt: skip
    member = add_membership(
        by=BY, source=source, network=shown, organisation=home, decision=hidden_decision, is_published=True
    )
    add_commitment(by=BY, source=source, text=in_all("Commitment"), due_on=on("2026"), agreement=agreement)
    add_commitment(by=BY, source=source, text=in_all("CommitmentOfMembership"), due_on=on("2026"), membership=member)
    change_partnership(
        by=BY,
        source=source,
        partnership=tartu,
        on=on("2016"),
        status="active",
        decision=hidden_decision,
        reason=in_all("ChangeReason"),
    )
    hidden_school, school, far_school = (
        add_organisation(by=BY, source=source, kind="school", name=name, is_published=published)
        for name, published in ((in_all("School"), False), (plain("Open school"), True), (plain("Far school"), True))
    )
    add_institution_link(
        by=BY, source=source, level="school", home_institution=school, partner_institution=hidden_school,
        partnership=tartu,
    )  # fmt: skip
    # Published, but with an institution and of a network that are not.
    add_institution_link(
        by=BY, source=source, level="school", home_institution=school, partner_institution=hidden_school,
        partnership=tartu, is_published=True,
    )  # fmt: skip
    # Published, with institutions that are, but under the partnership that is not.
    add_institution_link(
        by=BY, source=source, level="school", home_institution=school, partner_institution=far_school,
        partnership=tie, is_published=True,
    )  # fmt: skip
    add_membership(by=BY, source=source, network=network, organisation=school, is_published=True)
    add_activity(
        by=BY, source=source, kind="visit", title=in_all("Activity"), starts=on("2026-10-01"), partnerships=[tartu]
    )
    add_activity(
        by=BY, source=source, kind="visit", title=plain("An open visit"), starts=on("2026-10-02"), is_published=True,
        partnerships=[tartu, tie], organisations=[hidden_school, network],
    )  # fmt: skip
    add_recognition(by=BY, source=source, title=in_all("Recognition"), recipient_as_written=word("Recipient"))
    add_recognition(
        by=BY, source=source, title=plain("An open award"), recipient_as_written="Rantala", giver=network,
        is_published=True,
    )  # fmt: skip
    story = add_story(by=BY, source=source, title=in_all("Story"), text=in_all("StoryText"), partnership=tartu)
    set_image(
        by=BY, source=source, record=story.record, content=PNG, name="canaryimage.png",
        alternative=in_all("Alternative"),
        credit=word("Credit"), licence="CC BY 4.0", languages=("fi", "sv", "en"),
    )  # fmt: skip


def internal_parts(source: Source, secret: Source, officer: Account, tartu: Any, agreement: Any, ended: Any) -> None:
    unit = add_unit(
        by=BY, source=source, organisation=founding.home(source), name=in_all("Unit"), email="canaryunit@example.org",
        telephone="+358 1 234",
    )  # fmt: skip
    add_unit_member(by=BY, source=source, unit=unit, account=officer, is_head=True)
    set_owner(by=BY, source=source, record=tartu.record, unit=unit)
    set_owner(by=BY, source=source, record=agreement.record, account=officer)
    except_language(by=BY, source=source, record=tartu.record, language="sv", reason=word("ExceptionReason"))
    for record in (tartu.record, agreement.record):
        cite(by=BY, source=secret, record=record, field="since", quote=word("Quote"), start=0, end=6)
    review_agreement(by=BY, source=source, agreement=agreement, on=on("2020"), outcome=in_all("ReviewOutcome"))
    record_no_successor(by=BY, source=source, agreement=ended, on=on("2019-05"), reason=in_all("NoSuccessorReason"))


def withdrawn_records(source: Source, tartu: Partnership) -> None:
    """Shown once, and no longer: removed, or merged away for a reason."""
    gone = founding.agreement(source, tartu, signed="2005", title=in_all("Removed"))
    remove_record(by=BY, source=source, record=gone.record, reason="It was entered by mistake.")
    story = add_story(by=BY, source=source, title=in_all("RemovedStory"), text=in_all("RemovedText"), partnership=tartu)
    publish_record(by=BY, source=source, record=story.record)
    remove_record(by=BY, source=source, record=story.record, reason="It was told wrongly.")
    first, second = (
        add_organisation(by=BY, source=source, kind="school", name=name, is_published=True)
        for name in (plain("Lower school"), plain("Lower schools"))
    )
    merge_records(by=BY, source=source, record=first.record, into=second.record, reason=word("MergeReason"))


def personal_data(source: Source, officer: Account, home: Any, tartu: Partnership) -> None:
    where = founding.city(source, tartu.partner, "Tarttola")
    keep = Term(24)
    silent = add_contact(
        by=BY, source=source, organisation=where, name=word("ContactName"), title=word("ContactTitle"),
        email="canarycontact@example.org", telephone="+358 40 0000000", purpose=in_all("Purpose"),
        day=DAY, keep_for=keep,
    )  # fmt: skip
    publish_record(by=BY, source=source, record=silent.record)
    agreed = add_contact(
        by=BY, source=source, organisation=where, name="Open Person", purpose=in_all("OtherPurpose"), day=DAY,
        keep_for=keep,
    )  # fmt: skip
    agree_to_publish(by=BY, source=source, contact=agreed)
    publish_record(by=BY, source=source, record=agreed.record)
    unpublished = add_contact(
        by=BY, source=source, organisation=where, name=word("AgreedName"), email="canaryagreed@example.org",
        purpose="x", day=DAY, keep_for=keep,
    )  # fmt: skip
    agree_to_publish(by=BY, source=source, contact=unpublished)
    network = add_organisation(by=BY, source=source, kind="network", name=in_all("OtherNetwork"))
    member = add_membership(by=BY, source=source, network=network, organisation=home)
    add_representative(by=BY, source=source, membership=member, name=word("Representative"), title=word("Office"))
    enquiry = receive_enquiry(
        by=BY, kind=EnquiryKind.QUESTION, message=word("Message"), page="/canarypage", email="canaryreader@example.org",
        language="fi", at=datetime(2026, 11, 24, 12, tzinfo=UTC), day=DAY, keep_for=Term(12),
    )  # fmt: skip
    answer_enquiry(by=officer, enquiry=enquiry, day=DAY, answer=word("Answer"))


def work_in_hand(officer: Account, agreement: Any) -> None:
    city = current_city()
    matter = next(each for each in matters_on(DAY, city=city) if each.record_id == agreement.pk)
    snooze_matter(by=officer, matter=matter, until=date(2026, 12, 24), reason=word("SnoozeReason"), today=DAY)
    renewal = plan_renewal(by=officer, agreement=agreement, day=DAY, city=city, checks=[in_all("Check")])
    follow_deadlines(by=officer)
    note_on_renewal(by=officer, renewal=renewal, text=word("Note"))
    succeed_agreement(
        by=officer, source=None, agreement=agreement, title=in_all("SuccessorDraft"), valid_from=on("2027-04-01"),
        valid_until=on("2031"),
    )  # fmt: skip


def documents(source: Source, agreement: Any) -> None:
    for number, (name, facts) in enumerate(
        {
            "SecretDocument": {"publicity": Publicity.SECRET, "ground": word("Ground")},
            "PartlySecretDocument": {"publicity": Publicity.PARTLY_SECRET, "ground": word("Ground")},
            "UnpublishedDocument": {},
        }.items()
    ):
        add_agreement_document(
            by=BY, source=source, agreement=agreement, content=PDF + bytes([number]), name=f"{word(name)}.pdf",
            title=word(f"{name}Title"), language="en", **facts,
        )  # fmt: skip


def claims(secret: Source) -> None:
    SourceText.objects.create(source=secret, sha256="0" * 64, text=word("SourceText"), language="en", home="Rantala")
    Claim.objects.create(source=secret, position=1, kind="partnership", content={"place": word("Claim")})

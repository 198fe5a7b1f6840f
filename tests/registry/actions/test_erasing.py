from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.audit import erase_audit_values, recorded
from solmu.core.models import AuditValue, Source
from solmu.registry.actions.citations import cite
from solmu.registry.actions.recording import write_public_versions
from solmu.registry.models import Agreement, Citation, Partnership, PublicVersion
from solmu.registry.queries.faults import record_faults
from tests.registry import founding
from tests.registry.founding import BY


def titles(agreement: Agreement) -> list[str | None]:
    versions = PublicVersion.objects.filter(record=agreement.pk, shape__isnull=False).order_by("revision")
    return [(version.shape["title"] or {}).get("en") for version in versions]


def test_erased_words_go_from_every_version_that_does_not_still_say_them(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, title=LazyI18nString({"en": "With Canary"}), signed="1999")
    for title in ("Without", "With Canary", "At last"):
        with recorded(by=BY, action="rename", source=source) as journal:
            journal.at_close(write_public_versions)
            journal.update(agreement, title=LazyI18nString({"en": title}))
    assert titles(agreement) == ["With Canary", "Without", "With Canary", "At last"]
    pairs = list(
        AuditValue.objects.filter(entry__record_id=agreement.pk, field="title").values_list("entry_id", "field")
    )

    erase_audit_values(by=BY, values=pairs, ground="GDPR article 17")

    assert titles(agreement) == [None, None, None, "At last"]
    assert list(record_faults()) == []


def test_words_of_another_record_stay(source: Source, tartu: Partnership) -> None:
    one, other = (
        founding.agreement(source, tartu, title=LazyI18nString({"en": "Canary"}), signed=year)
        for year in ("1999", "2003")
    )
    Agreement.objects.filter(pk=one.pk).update(title=LazyI18nString(""))
    [pair] = AuditValue.objects.filter(entry__record_id=one.pk, field="title").values_list("entry_id", "field")

    erase_audit_values(by=BY, values=[pair], ground="GDPR article 17")

    assert (titles(one), titles(other)) == ([None], ["Canary"])


def test_citation_that_quotes_what_was_erased_goes(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="1999")
    for field, quote in (("signatory", "Canary Personson"), ("signed", "1999")):
        cite(by=BY, source=source, record=agreement.record, field=field, quote=quote, start=0, end=len(quote))
    values = AuditValue.objects.filter(entry__record_id=agreement.pk, after='"Canary Personson"')

    erase_audit_values(by=BY, values=values.values_list("entry_id", "field"), ground="GDPR article 17")

    assert [citation.quote for citation in Citation.objects.filter(record=agreement.pk)] == ["1999"]

"""`solmu enquiry`: what people asked, for those who may read it, and the answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solmu.cli.__main__ import main
from solmu.core.city import CONFIG, current_city
from solmu.core.models import system_actor
from solmu.core.terms import Term
from solmu.participation.actions import receive_enquiry
from solmu.participation.models import Enquiry
from solmu.participation.vocabulary import EnquiryKind
from tests.cli.test_check import SETTINGS
from tests.registry import founding


@pytest.fixture
def enquiry(instance: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> Enquiry:
    instance.mkdir()
    (instance / CONFIG).write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("SOLMU_ACCOUNT", founding.account("officer").email)
    return receive_enquiry(
        by=system_actor(), kind=EnquiryKind.ACCESSIBILITY, message="I cannot read the map.", email="a@example.org",
        page="/en/", language="en", at=datetime.now(UTC), day=current_city().today(), keep_for=Term(12),
    )  # fmt: skip


def test_waiting_enquiries_are_listed_until_answered(enquiry: Enquiry, capsys: pytest.CaptureFixture[str]) -> None:
    main(["enquiry", "list", "--json"])
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["reference"], listed["kind"], listed["answered_on"]) == (enquiry.pk, "accessibility", None)
    assert "message" not in listed

    main(["enquiry", "answer", enquiry.pk, "--note", "Sent a list."])
    assert capsys.readouterr().out == f"Enquiry {enquiry.pk} was answered.\n"

    main(["enquiry", "list"])
    assert capsys.readouterr().out == "No enquiry waits for an answer.\n"
    main(["enquiry", "list", "--all"])
    assert enquiry.pk in capsys.readouterr().out


def test_shown_enquiry_says_what_was_written(enquiry: Enquiry, capsys: pytest.CaptureFixture[str]) -> None:
    main(["enquiry", "show", enquiry.pk])
    told = capsys.readouterr().out
    for part in ("I cannot read the map.", "a@example.org", "/en/", str(enquiry.due_on), "waits for an answer"):
        assert part in told

    main(["enquiry", "show", enquiry.pk, "--json"])
    assert json.loads(capsys.readouterr().out)["message"] == "I cannot read the map."


def test_others_read_nothing(enquiry: Enquiry, capsys: pytest.CaptureFixture[str]) -> None:
    reader = founding.account("reader")
    for verb in (["list"], ["show", enquiry.pk], ["answer", enquiry.pk, "--note", "Yes."]):
        with pytest.raises(SystemExit) as ended:
            main(["enquiry", *verb, "--by", reader.email])
        said = capsys.readouterr()
        assert (ended.value.code, said.out) == (2, "")
        assert "Only an officer or an administrator may read and answer enquiries" in said.err

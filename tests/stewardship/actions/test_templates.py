"""Templates of drafts set at the desk: tried out, audited, put where drafts find them, carried by backups."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import AuditEntry, StoredFile
from solmu.core.queries import files_without_a_record
from solmu.stewardship.actions.templates import put_templates, remove_template, set_template
from solmu.stewardship.drafting.templates import BUILT_IN, DOCX, NAMES, WORDS, own_template, template
from solmu.stewardship.models import DraftTemplate
from solmu.stewardship.queries.templates import template_faults
from tests.registry.founding import account

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

WORDS_OF_OURS = b'[en]\nmark = "Draft of ours"\n'


@pytest.fixture
def administrator():
    return account("administrator")


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_with_solmu_can_be_set(administrator, django_capture_on_commit_callbacks, name: str) -> None:
    content = (BUILT_IN / name).read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        set_template(by=administrator, name=name, content=content, file_name="ours.file")

    assert template(name).read_bytes() == content
    assert (template(name) == own_template(name), list(template_faults())) == (True, [])


def test_a_replaced_template_leaves_no_file_and_both_stand_in_the_log(
    administrator, django_capture_on_commit_callbacks
) -> None:
    for number in (b"1", b"2"):
        with django_capture_on_commit_callbacks(execute=True):
            set_template(by=administrator, name=WORDS, content=WORDS_OF_OURS + b"# " + number, file_name="ours.toml")
    entry = AuditEntry.objects.get(sequence=AuditEntry.objects.filter(action="set_template").last().sequence)
    value = entry.values.get(field="templates.words_toml")

    assert (entry.record_id, StoredFile.objects.count(), files_without_a_record()) == ("settings", 1, [])
    assert json.loads(value.before).startswith("ours.toml (SHA-256 ")
    assert json.loads(value.before) != json.loads(value.after)
    assert own_template(WORDS).read_bytes() == WORDS_OF_OURS + b"# 2"


def test_taken_out_the_one_that_comes_with_solmu_counts(administrator, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_template(by=administrator, name=WORDS, content=WORDS_OF_OURS, file_name="ours.toml")
    with django_capture_on_commit_callbacks(execute=True):
        remove_template(by=administrator, name=WORDS)

    assert (template(WORDS), DraftTemplate.objects.count(), StoredFile.objects.count()) == (BUILT_IN / WORDS, 0, 0)
    with pytest.raises(BrokenRule, match="This template was not set at the desk"):
        remove_template(by=administrator, name=WORDS)


def test_init_and_restore_put_back_what_was_set(administrator, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        set_template(by=administrator, name=WORDS, content=WORDS_OF_OURS, file_name="ours.toml")
    own_template(WORDS).write_bytes(b"# another")
    assert list(template_faults()) == [
        "templates/words.toml is not the template that was set at the desk. Run solmu init."
    ]
    put_templates()
    assert (own_template(WORDS).read_bytes(), list(template_faults())) == (WORDS_OF_OURS, [])


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * 100_000_001)
    return content.getvalue()


def with_field(field: str) -> bytes:
    """The Word template with a field in place of its title's."""
    content = io.BytesIO()
    with zipfile.ZipFile(BUILT_IN / DOCX) as known, zipfile.ZipFile(content, "w") as changed:
        for each in known.namelist():
            part = known.read(each)
            if each == "word/document.xml":
                part = part.replace(b"<w:body>", f"<w:body><w:p><w:r><w:t>{field}</w:t></w:r></w:p>".encode())
            changed.writestr(each, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("agreement.docx", b"", "agreement.docx is no Word document that can be read. Save it as DOCX again."),
        ("agreement.docx", b"MZ\x90", "agreement.docx is no Word document that can be read. Save it as DOCX again."),
        ("agreement.docx", with_field("{{ nothing }}"), "No DOCX can be made with agreement.docx: 'nothing'"),
        ("agreement.docx", with_field("{{ title.__class__ }}"), "No DOCX can be made with agreement.docx: access"),
        ("agreement.docx", bomb(), "agreement.docx holds more than 100 MB unpacked. Make its pictures smaller."),
        ("agreement.typ", b"#let x = ", "No PDF can be made with agreement.typ: expected expression"),
        ("agreement.typ", b'#read("/etc/passwd")', "No PDF can be made with agreement.typ: file not found"),
        ("words.toml", b"[en", "words.toml cannot be read: "),
        ("words.toml", b"\xff\xfe", "words.toml cannot be read: "),
        ("words.toml", b'[en.text]\nterm = "{nobody}"\n', "words.toml: text.term under [en] names {nobody}."),
        ("words.toml", b"[de]\n", "words.toml lacks tag under [de]. Add it."),
        ("checklist.toml", b"", "checklist.toml has no check. Write at least one under [[check]]."),
        ("checklist.toml", b"[[check]]\n", "checklist.toml: check 1 has no text."),
    ],
)  # fmt: skip
def test_what_no_draft_can_be_made_with_is_refused(administrator, name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(SolmuError) as refused:
        set_template(by=administrator, name=name, content=content, file_name=name)
    assert str(refused.value).startswith(sentence)
    assert (DraftTemplate.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_others_and_other_names_are_refused(administrator, instance: Path) -> None:
    with pytest.raises(NotPermitted):
        set_template(by=account("officer"), name=WORDS, content=WORDS_OF_OURS, file_name="ours.toml")
    with pytest.raises(BrokenRule, match="There is no template “"):
        set_template(by=administrator, name="../config.toml", content=b"", file_name="x")
    assert not (instance / "templates").exists()

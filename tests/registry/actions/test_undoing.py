from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults, erase_audit_values
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, Source
from solmu.registry.actions.activities import Gift, add_activity, add_gift, change_activity, set_participants
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.stories import add_story, change_story
from solmu.registry.actions.undoing import undo_change
from solmu.registry.models import Activity, ActivityGift, Partnership, PublicVersion, Story
from solmu.registry.queries.last_change import last_change_of
from tests.registry import founding
from tests.registry.founding import BY, on

TITLE = LazyI18nString({"fi": "Kuorot laulavat", "sv": "Körerna sjunger"})
TEXT = LazyI18nString({"fi": "Teksti", "sv": "Text"})


@pytest.fixture
def story(source: Source, tartu: Partnership) -> Story:
    return add_story(by=BY, source=source, title=TITLE, text=TEXT, partnership=tartu, written=on("2026-11"))


@pytest.fixture
def visit(source: Source, tartu: Partnership) -> Activity:
    return add_activity(
        by=BY, source=source, kind="visit", title=TITLE, starts=on("2026"), partnerships=[tartu], is_published=False
    )


def undo(row: Story | Activity, by: Account = BY) -> None:
    last = last_change_of(row.pk)
    assert last is not None
    undo_change(by=by, source=None, record=row.record, sequence=last.sequence)


def test_former_values_come_back_as_a_change_of_its_own(source: Source, story: Story, tartu: Partnership) -> None:
    publish_record(by=BY, source=source, record=story.record, languages=("fi", "sv"))
    change_story(
        by=BY, source=source, story=story, title=LazyI18nString({"fi": "Uusi"}), partnership=None, written=None
    )

    undo(story)

    row = Story.objects.get(pk=story.pk)
    assert (row.title.data, row.written, row.partnership_id) == (TITLE.data, on("2026-11"), tartu.pk)
    assert AuditEntry.objects.order_by("-sequence").first().action == "undo_change"
    assert PublicVersion.objects.filter(record=story.pk).order_by("-revision").first().shape["title"] == TITLE.data
    assert list(chain_faults()) == []


def test_undoing_is_undone_too(source: Source, story: Story) -> None:
    change_story(by=BY, source=source, story=story, written=on("1999"))

    undo(story)
    undo(story)

    assert Story.objects.get(pk=story.pk).written == on("1999")


def test_parts_that_came_go_and_those_that_went_come_back(source: Source, visit: Activity, tartu: Partnership) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    change_activity(by=BY, source=source, activity=visit, partnerships=[umea])
    undo(visit)
    assert [each.pk for each in visit.partnerships.all()] == [tartu.pk]

    set_participants(by=BY, source=source, activity=visit, participants=12)
    undo(visit)
    assert visit.participants.count() == 0

    add_gift(by=BY, source=source, activity=visit, gift=Gift(direction="given", what="Kirja", value=None))
    undo(visit)
    assert ActivityGift.objects.count() == 0
    undo(visit)
    assert ActivityGift.objects.get().what == "Kirja"
    assert list(chain_faults()) == []


def test_only_the_last_change_is_undone(source: Source, story: Story) -> None:
    change_story(by=BY, source=source, story=story, written=on("1998"))
    seen = last_change_of(story.pk)
    change_story(by=BY, source=source, story=story, written=on("1999"))

    with pytest.raises(BrokenRule, match="after that"):
        undo_change(by=BY, source=None, record=story.record, sequence=seen.sequence)

    assert Story.objects.get(pk=story.pk).written == on("1999")


def test_a_step_is_not_undone(source: Source, story: Story) -> None:
    with pytest.raises(BrokenRule, match="a step, not an edit"):
        undo(story)


def test_what_was_erased_does_not_come_back(source: Source, story: Story) -> None:
    change_story(by=BY, source=source, story=story, written=on("1998"))
    erase_audit_values(by=BY, values=[(last_change_of(story.pk).sequence, "written")], ground="Test")

    with pytest.raises(BrokenRule, match="was erased"):
        undo(story)


def test_what_a_record_named_and_is_gone_does_not_come_back(source: Source, story: Story, tartu: Partnership) -> None:
    change_story(by=BY, source=source, story=story, partnership=None)
    remove_record(by=BY, source=source, record=tartu.record, reason="Test")

    with pytest.raises(BrokenRule, match="no longer there"):
        undo(story)


def test_an_owner_is_given_back(source: Source, story: Story) -> None:
    officer, administrator = founding.account("officer"), founding.account("administrator")
    set_owner(by=BY, source=None, record=story.record, unit=None, account=officer)
    set_owner(by=BY, source=None, record=story.record, unit=None, account=administrator)

    undo(story)

    story.record.refresh_from_db()
    assert story.record.ownership.account_id == officer.pk


def test_who_may_not_edit_undoes_nothing(source: Source, story: Story, visit: Activity) -> None:
    contributor = founding.account("contributor")
    change_story(by=BY, source=source, story=story, written=on("1998"))
    change_activity(by=BY, source=source, activity=visit, starts=on("2025"))

    with pytest.raises(NotPermitted):
        undo(story, contributor)
    undo(visit, contributor)

    assert Activity.objects.get(pk=visit.pk).starts == on("2026")

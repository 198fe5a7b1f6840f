"""Writes of stories, and of the image of a partnership or a story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.actions import store_file
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, RefusedFile, TooLargeFile
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import Partnership, RecordImage, Story
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.languages import languages_of
from solmu.registry.rules.images import LARGEST_IMAGE, image_type
from solmu.registry.rules.metadata import DamagedImage, carries_metadata, without_metadata
from solmu.registry.vocabulary import RecordKind

CHANGEABLE = ("title", "text", "partnership", "written")

SHOWS_IMAGE = (RecordKind.PARTNERSHIP, RecordKind.STORY)


def add_story(
    *, by: Account, source: Source | None, title: LazyI18nString, text: LazyI18nString,
    partnership: Partnership | None = None, written: PartialDate | None = None,
) -> Story:  # fmt: skip
    """Add a story about a partnership, or about the city's ties as such; internal until somebody publishes it.

    Raises BrokenRule without a title or a text.
    """
    check_can_keep_record(by)
    refuse_gone(partnership)
    _check(title, text)
    with recording(by=by, action="add_story", source=source) as journal:
        record = new_record(journal, RecordKind.STORY, is_published=False)
        story = Story(record=record, title=title, text=text, partnership=partnership, written=written)
        journal.create(story)
    return story


def change_story(*, by: Account, source: Source | None, story: Story, **values: Any) -> list[str]:
    """Change a story's title, text, partnership or date; names the columns that changed.

    Raises BrokenRule as `add_story` does, and for what cannot be changed so.
    """
    check_can_keep_record(by)
    refuse_gone(story, values.get("partnership"))
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a story cannot be changed so. Leave it out.", field=unknown[0])
    _check(values.get("title", story.title), values.get("text", story.text))
    with recording(by=by, action="change_story", source=source) as journal:
        return journal.update(story, **values)


def set_image(
    *, by: Account, source: Source | None, record: Record, content: bytes, name: str, alternative: LazyI18nString,
    credit: str, licence: str, languages: Sequence[str],
) -> RecordImage:  # fmt: skip
    """Give a partnership or a story its one image, in place of another, with words for those who do not see it.

    What the file is, its first bytes say: PNG, JPEG, WebP or AVIF. What a camera wrote into it (place, time, device) is
    not kept. Raises BrokenRule for another record or file, one above 10 MB or damaged, an AVIF with such data, and
    without alternative text in each of the city's `languages`, credit and licence.
    """
    check_can_keep_record(by)
    if record.kind not in SHOWS_IMAGE:
        raise BrokenRule("Only a partnership or a story has an image. Name one of them.")
    if record.removed_at or record.merged_into_id:
        raise BrokenRule("This record is no longer there. Name the record that stands for it.")
    if len(content) > LARGEST_IMAGE:
        raise TooLargeFile(
            "%(name)s is larger than %(megabytes)s MB. Make the image smaller.",
            name=name,
            megabytes=LARGEST_IMAGE // 1024 // 1024,
        )
    media_type = image_type(content)
    if media_type is None:
        raise RefusedFile("%(name)s is no PNG, JPEG, WebP or AVIF. Save the image as one of them.", name=name)
    content = _bare(content, media_type, name)
    if missing := [each for each in languages if each not in languages_of(alternative)]:
        raise BrokenRule(
            "The image lacks its text for those who do not see it in: %(missing)s. Add it.", missing=missing
        )
    if not credit.strip() or not licence.strip():
        raise BrokenRule("An image names who made it and under what licence it is shown. Give both.")
    with recording(by=by, action="set_image", source=source) as journal:
        Record.objects.select_for_update(no_key=True).get(pk=record.pk)
        values: dict[str, Any] = {"alternative": alternative, "credit": credit.strip(), "licence": licence.strip()}
        image = RecordImage.objects.filter(record=record).first()
        file = store_file(by=by, content=content, name=name, media_type=media_type)
        if image is None:
            image = RecordImage(record=record, file=file, **values)
            journal.create(image, of=record)
        else:
            journal.update(image, of=record, file=file, **values)
    return image


def remove_image(*, by: Account, source: Source | None, record: Record) -> None:
    """Take a record's image away; the file itself is kept. Raises BrokenRule where there is none."""
    check_can_keep_record(by)
    image = RecordImage.objects.filter(record=record).first()
    if image is None:
        raise BrokenRule("This record has no image. There is nothing to take away.")
    with recording(by=by, action="remove_image", source=source) as journal:
        journal.delete(image, of=record)


def _bare(content: bytes, media_type: str, name: str) -> bytes:
    if media_type == "image/avif" and carries_metadata(content):
        raise RefusedFile(
            "%(name)s tells where or how it was taken. Save it without Exif and XMP, or as a PNG or JPEG.", name=name
        )
    try:
        return without_metadata(content, media_type)
    except DamagedImage as error:
        raise RefusedFile("%(name)s is damaged. Save the image again.", name=name) from error


def _check(title: LazyI18nString | str, text: LazyI18nString | str) -> None:
    if not stated(title) or not stated(text):
        raise BrokenRule("A story has a title and a text. Write both.")

"""Taking a partnership into the record, with its changes; agreements recorded before it are put under it."""

from __future__ import annotations

from solmu.core.dates import PartialDate
from solmu.core.errors import Phrase
from solmu.core.models import Record
from solmu.intake.actions.acceptance.entering import Acceptance, key_of, place_of
from solmu.intake.queries import claimed_date
from solmu.intake.vocabulary import EffectKind
from solmu.registry.actions.agreements import propose_series, put_under_partnership
from solmu.registry.actions.institutions import put_links_under_partnership
from solmu.registry.actions.partnerships import (
    add_partnership,
    change_partnership,
    remove_partnership_change,
    set_partnership_since,
)
from solmu.registry.actions.publicity import restore_record
from solmu.registry.models import Agreement, CoverageStatement, InstitutionLink, Partnership
from solmu.registry.queries import matching
from solmu.registry.vocabulary import Relation


def take_partnership(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    relation = key_of(Relation, content.get("relation"), Phrase("kind of partnership"))
    place = place_of(acceptance, content["partner"])
    since = claimed_date(content, "since")
    partnership = Partnership.objects.filter(partner=place).select_related("record").first()
    if partnership is None:
        partnership = add_partnership(
            by=by,
            source=source,
            partner=place,
            relation=relation,
            since=since,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, partnership.record)
    elif partnership.record.removed_at:
        _restore_partnership(acceptance, partnership, since)
    else:
        _refine_since(acceptance, partnership, since)
    _take_changes(acceptance, partnership)
    _put_under(acceptance, partnership)
    return partnership.record


def _restore_partnership(acceptance: Acceptance, partnership: Partnership, since: PartialDate | None) -> None:
    """Put a removed partnership back with what the claim says alone: its old facts have lost their sources."""
    by, source = acceptance.by, acceptance.source
    for change in list(partnership.changes.all()):
        remove_partnership_change(by=by, source=source, change=change)
    set_partnership_since(by=by, source=source, partnership=partnership, since=since)
    restore_record(by=by, source=source, record=partnership.record, is_published=acceptance.is_published)
    acceptance.note(EffectKind.RESTORED, partnership.record)


def _put_under(acceptance: Acceptance, partnership: Partnership) -> None:
    """Agreements and links with the city that were recorded before the partnership belong to it."""
    rows = Agreement.objects.live().filter(parties__organisation__place=partnership.partner)
    for agreement in rows.exclude(partnerships=partnership).select_related("record").distinct().order_by("pk"):
        tie = put_under_partnership(
            by=acceptance.by, source=acceptance.source, agreement=agreement, partnership=partnership
        )
        acceptance.note(EffectKind.TIED, agreement.record, part_id=tie.pk)
        propose_series(by=acceptance.by, source=acceptance.source, agreement=agreement)
    links = InstitutionLink.objects.live().filter(partnership=None, partner_institution__place=partnership.partner)
    statements = CoverageStatement.objects.live().filter(partnership=None, partner=partnership.partner)
    for row in (*links.select_related("record").order_by("pk"), *statements.select_related("record").order_by("pk")):
        put_links_under_partnership(by=acceptance.by, source=acceptance.source, row=row, partnership=partnership)
        acceptance.note(EffectKind.TIED, row.record)


def _refine_since(acceptance: Acceptance, partnership: Partnership, since: PartialDate | None) -> None:
    """Take the claimed day where the record has none, a vaguer one, or another that a person decided against."""
    before = partnership.since
    if since is None or before == since or (matching.agrees(before, since) and len(str(before)) > len(str(since))):
        return
    set_partnership_since(by=acceptance.by, source=acceptance.source, partnership=partnership, since=since)
    acceptance.note(EffectKind.SET, partnership.record, field="since", before=str(before or ""), after=since.edtf)


def _take_changes(acceptance: Acceptance, partnership: Partnership) -> None:
    content = acceptance.content
    changes = [dict(change) for change in content.get("changes") or ()]
    status = content.get("status")
    if status and not any(change["status"] == status for change in changes):
        changes.append({"status": status, "on": content.get("until") if status == "ended" else None})
    relation = content["relation"]
    known = list(partnership.changes.all())
    if not any(change.relation == relation for change in known):
        changes.insert(0, {"relation": relation})
    for change in changes:
        on = claimed_date(change, "on")
        if any(row.status == change.get("status") and matching.may_agree(row.on, on) for row in known if row.status):
            continue
        row = change_partnership(
            by=acceptance.by,
            source=acceptance.source,
            partnership=partnership,
            on=on,
            relation=change.get("relation") or "",
            status=change.get("status") or "",
            decided_by=change.get("decided_by") or "",
            reason=acceptance.text(change.get("reason")),
        )
        acceptance.note(EffectKind.CHANGED, partnership.record, part_id=row.pk)

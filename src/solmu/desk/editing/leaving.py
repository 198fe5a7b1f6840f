"""What was typed and not saved: kept on the server for its author, never in the browser."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.http import HttpRequest, QueryDict

from solmu.core.models import Account
from solmu.core.unsaved import KEPT, keep_unsaved

FORM_OF = "form_of"
BASE = "form_base"
ONCE = "form_once"
CHOSEN = "form_chosen"
OURS = frozenset({FORM_OF, BASE, ONCE, CHOSEN, "csrfmiddlewaretoken", "discard", "untouched", "left"})
"""Names that the desk's forms send beside their fields."""

_SALT = "solmu.desk.form"


def sealed(by: Account, key: str, base: dict[str, list[str]]) -> dict[str, str]:
    """Hidden fields that say whose form this is, which one, and what its fields said when it was opened; signed."""
    return {
        FORM_OF: signing.dumps([by.pk, key], salt=_SALT, compress=True),
        BASE: signing.dumps(base, salt=_SALT, compress=True),
    }


def form_of(data: QueryDict) -> tuple[str, str]:
    """Whose form it is and its address; raises signing.BadSignature where its seal is broken or too old."""
    account_id, key = signing.loads(data.get(FORM_OF, ""), salt=_SALT, max_age=KEPT)
    return str(account_id), str(key)


def base_of(data: QueryDict) -> dict[str, tuple[str, ...]] | None:
    """What the form was opened with; None where it does not say or was tampered with."""
    try:
        base = signing.loads(data.get(BASE, ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    return {str(name): tuple(texts) for name, texts in base.items()}


def typed(data: QueryDict) -> dict[str, list[str]]:
    """The fields of a form that was sent, without what the desk adds to it; without NUL, which PostgreSQL refuses."""
    return {
        _without_nul(name): [_without_nul(text) for text in data.getlist(name)]
        for name in data
        if name not in OURS and "password" not in name
    }


def _without_nul(text: str) -> str:
    return text.replace("\x00", "")


def keep_of_expired_session(request: HttpRequest, *, at: datetime) -> bool:
    """Keep a form that was sent after its author's session had ended, under the seal it was shown with."""
    try:
        account_id, key = form_of(request.POST)
    except signing.BadSignature:
        return False
    by = Account.objects.filter(pk=account_id, is_active=True).first()
    if by is None or key != request.path:
        return False
    base = {name: list(texts) for name, texts in (base_of(request.POST) or {}).items()}
    return keep_unsaved(by=by, key=key, values=typed(request.POST), base=base, at=at)

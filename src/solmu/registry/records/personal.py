"""Which columns hold personal data, and which of them may ever be public.

Everything else that names or reaches a person is internal: it stands in no public shape, and so in no page, search
index, export or log. Counts of people are not personal; free text is written not to be.
"""

from __future__ import annotations

from typing import Any

from solmu.core.models import Account
from solmu.registry.models import AgreementParty, Contact, MembershipRepresentative

IN_OFFICE: dict[type[Any], tuple[str, ...]] = {
    AgreementParty: ("signatory", "signatory_title"),
    MembershipRepresentative: ("name", "title"),
}
"""Name and title of a person acting in office: public where the record is."""

IF_AGREED: dict[type[Any], tuple[str, ...]] = {Contact: ("name", "title", "email", "telephone")}
"""Public where the record is and the person agreed."""

INTERNAL: dict[type[Any], tuple[str, ...]] = {
    Contact: ("purpose",),
    MembershipRepresentative: ("contact_id",),
    Account: ("email", "name", "language"),
}
"""Never public."""

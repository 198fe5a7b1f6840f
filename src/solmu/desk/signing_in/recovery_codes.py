"""Recovery codes: each opens once in place of a second factor, is shown once, and is kept as a password is.

In place of django-allauth's, which are made from a seed that the database keeps. A code is sixteen characters of which
the first tells it from the other nine, so that an attempt costs one hash and not ten; the other fifteen are 72 random
bits. Hashed with a salt of its own (OWASP ASVS 5.0, 6.5.1 to 6.5.4), it stands in the account's authenticator row as
`{"codes": [[first character, hash], …]}`; one that was used is no longer there.
"""

from __future__ import annotations

import secrets

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password
from django.db import transaction
from django.db.models import QuerySet

from solmu.core.ids import ALPHABET
from solmu.core.models import Account

NUMBER = 10
LENGTH = 16
GROUP = 4


class CodeHasher(Argon2PasswordHasher):
    """Argon2id at the least that OWASP's cheat sheet on storing passwords asks for, 19 MiB and two rounds.

    A code is random where a password is chosen, and there are ten of them to wait for.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def make_codes(account: Account) -> list[str]:
    """Ten new codes as they are shown; those before them open nothing any more. Nobody learns them again."""
    firsts = secrets.SystemRandom().sample(ALPHABET, NUMBER)
    codes = [first + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)) for first in firsts]
    hasher = CodeHasher()
    kept = [[code[0], hasher.encode(code, hasher.salt())] for code in codes]
    with transaction.atomic():
        # Two who make codes at once wait for each other: the later ones hold.
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        _rows(account).delete()
        Authenticator.objects.create(user=account, type=Authenticator.Type.RECOVERY_CODES, data={"codes": kept})
    return ["-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP)) for code in codes]


def use_code(account: Account, typed: str) -> Authenticator | None:
    """The row of the code that was typed, which opens nothing from now on; none where it is no code."""
    code = as_kept(typed)
    row = _rows(account).first()
    if row is None or not code:
        return None
    right = next((each for each in row.data["codes"] if each[0] == code[0] and check_password(code, each[1])), None)
    if right is None:
        return None
    with transaction.atomic():
        # Of two that use a code at once the second finds it gone.
        row = _rows(account).select_for_update().first()
        if row is None or right not in row.data["codes"]:
            return None
        row.data["codes"].remove(right)
        row.save(update_fields=["data"])
    return row


def codes_left(account: Account) -> int | None:
    """How many codes still open; None where none were ever made."""
    row = _rows(account).first()
    return len(row.data["codes"]) if row else None


def as_kept(typed: str) -> str:
    """A code as it was made, of what somebody typed: capitals, spaces and dashes make no difference."""
    return "".join(each for each in typed.casefold() if each.isalnum())[: LENGTH + 1]


def _rows(account: Account) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES)

"""Whether anybody looks after a record."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.stewardship.rules.raised import Raised


def no_owner(owner_id: str, *, is_somebody_there: bool) -> Iterator[Raised]:
    """Nobody owns it, or the owner is a person who left or a unit nobody acts for.

    `owner_id` is the account or unit that owns it, empty for none.
    """
    if not owner_id:
        yield Raised("no_owner", "tidy_up", told={"left": 0})
    elif not is_somebody_there:
        yield Raised("no_owner", "tidy_up", owner_id, told={"left": 1})

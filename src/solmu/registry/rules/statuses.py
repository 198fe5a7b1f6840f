"""Which status of an agreement can follow which, and why; docs/reference/deadlines.md draws it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from solmu.registry.rules.transitions import NEXT_STAGES, UNSIGNED

NOT_MADE = ""
"""Before an agreement is made it has no status."""

SIGNED = "signed_not_yet_in_force"
RUNNING = ("in_force", "ending_soon", "no_end_recorded", "not_known")
HELD = ("suspended", "in_force_not_applied")
OVER = ("expired", "replaced", "terminated")

GROUPS = MappingProxyType({"running": RUNNING, "held": HELD, "over": OVER})
"""Statuses that are drawn together."""


@dataclass(frozen=True, slots=True)
class Step:
    """From any of these statuses to any of those; a recorded one is taken by somebody, any other with the days."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    why: str
    is_recorded: bool = False


STEPS = (
    Step((NOT_MADE,), tuple(sorted(UNSIGNED)), "it is recorded before it is signed", is_recorded=True),
    *(
        Step((stage,), tuple(sorted(after)), "its stage is recorded", is_recorded=True)
        for stage, after in NEXT_STAGES.items()
    ),
    Step(("approved",), (SIGNED, *RUNNING[:3], *HELD), "it is signed", is_recorded=True),
    Step((NOT_MADE,), (SIGNED,), "it is signed, to begin later"),
    Step((NOT_MADE, SIGNED), (*RUNNING[:3], *HELD), "it begins"),
    Step(("in_force",), ("ending_soon",), "its end is near enough to decide about"),
    Step(("ending_soon",), ("in_force",), "it renews itself, or is extended"),
    Step(("no_end_recorded", "not_known"), ("in_force", "ending_soon"), "a notice or an amendment gives it an end"),
    Step(("in_force", "ending_soon"), ("no_end_recorded", "not_known"), "it renews itself for a term nobody stated"),
    Step((*RUNNING, "in_force_not_applied"), ("suspended",), "a suspension begins"),
    Step(("suspended",), (*RUNNING, "in_force_not_applied"), "the suspension ends"),
    Step(RUNNING, ("in_force_not_applied",), "its tie, or what it stands under, is suspended"),
    Step(("in_force_not_applied",), RUNNING, "its tie, or what it stands under, is taken up again"),
    Step((*RUNNING, *HELD), ("expired",), "the latest day of its end has passed"),
    Step((NOT_MADE, SIGNED, *RUNNING, *HELD, "expired"), ("replaced",), "its successor begins"),
    Step(
        (NOT_MADE, SIGNED, "ending_soon", *HELD, "expired", "replaced"),
        ("terminated",),
        "the day of the termination has come",
    ),
    Step(("replaced",), ("expired",), "its end has passed, its successor's start is not known"),
    Step(("expired",), (*RUNNING, *HELD), "it is extended after its end"),
)


def may_follow(status: str, following: str) -> bool:
    """Whether one status can follow another; it can always stay."""
    return status == following or any(status in step.sources and following in step.targets for step in STEPS)

"""The feedback form and what follows it."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.notices import Link
from solmu.portal.pages.parts import Frame


@dataclass(frozen=True)
class FormField:
    """A field of a form: what was typed is kept; `error` says what to mend."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    error: str = ""

    @property
    def described_by(self) -> str:
        """The ids of what describes the field, for `aria-describedby`."""
        return " ".join(f"{self.name}-{part}" for part, text in (("hint", self.hint), ("error", self.error)) if text)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class FeedbackPage:
    """The form; `errors` lead to the fields they are about. `trap` is a field that people leave empty."""

    frame: Frame
    heading: str
    lead: str
    action: str
    kinds_label: str
    kinds: tuple[Option, ...]
    message: FormField
    about_page: FormField
    email: FormField
    trap: FormField
    send_label: str
    privacy: Link
    errors_heading: str = ""
    errors: tuple[Link, ...] = ()
    direct: Link | None = None  # the address to write to instead
    direct_label: str = ""
    live: Link | None = None  # in a static copy: where the form can be sent, if anywhere
    is_static: bool = False


@dataclass(frozen=True)
class FeedbackSentPage:
    """What was sent has come: its reference number and the last day of the answer."""

    frame: Frame
    heading: str
    lead: str
    reference_label: str
    reference: str
    answer: str
    home_label: str

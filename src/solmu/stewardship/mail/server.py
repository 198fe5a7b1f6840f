"""Handing a mail over to the mail server (RFC 5321), and what its answer means for the ledger."""

from __future__ import annotations

import contextlib
import enum
import re
import smtplib
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from solmu.core.errors import SolmuError

TOO_MANY_OR_FULL = 552
"""Answered to a recipient it means: later (RFC 5321, 4.5.3.1.10)."""


class Outcome(enum.Enum):
    """What became of a hand-over."""

    TAKEN = "taken"
    REFUSED = "refused"
    """For good: this mail does not reach this recipient."""
    NOT_NOW = "not now"
    """Surely not taken; it is tried again."""
    IN_DOUBT = "in doubt"
    """The connection broke before the answer: it is handed over again, under the same Message-ID (RFC 1047)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome and the server's code: no words of the server's, as they may repeat the address."""

    outcome: Outcome
    remark: str = ""


class NoMailServer(SolmuError):
    """No mail can go: no server is set, or it does not answer."""


class MailServer:
    """A connection that is opened when it is first needed and closed with the block."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Connect, encrypt and sign in; raises NoMailServer with a sentence where that does not go."""
        if self._connection is not None:
            return
        refuse_without_mail()
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # smtplib's errors are such
            raise NoMailServer(f"The mail server does not take our connection: {_in_short(error)}.") from None
        self._connection = connection

    def hand_over(self, message: EmailMessage) -> Answer:
        """Hand one mail to one recipient over; the connection is open."""
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return self._refused(code, words, later=code == TOO_MANY_OR_FULL)
        except (smtplib.SMTPSenderRefused, smtplib.SMTPNotSupportedError) as error:
            # About us, not about the recipient: somebody sets it right, and the mail waits.
            self.close()
            return Answer(Outcome.NOT_NOW, _in_short(error))
        except smtplib.SMTPResponseException as error:
            return self._refused(error.smtp_code, error.smtp_error, later=False)
        except OSError as error:
            self._connection = None
            return Answer(Outcome.IN_DOUBT, _in_short(error))
        return Answer(Outcome.TAKEN)

    def _refused(self, code: int, words: bytes | str, *, later: bool) -> Answer:
        self.close()
        is_for_good = 500 <= code < 600 and not later
        return Answer(Outcome.REFUSED if is_for_good else Outcome.NOT_NOW, _code(code, words))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # What was handed over is; a server that is rude at parting changes nothing.
            with contextlib.suppress(OSError):
                connection.close()


def refuse_without_mail() -> None:
    """Raise NoMailServer where the environment names no mail server or no sender."""
    missing = [
        name
        for name, value in (("SOLMU_SMTP_URL", settings.EMAIL_HOST), ("SOLMU_MAIL_FROM", settings.DEFAULT_FROM_EMAIL))
        if not value
    ]
    if missing:
        raise NoMailServer(f"No mail goes: {' and '.join(missing)} not set. What is due waits in the ledger.")


def _in_short(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _code(error.smtp_code, error.smtp_error)
    return error.strerror or type(error).__name__


def _code(code: int, words: bytes | str) -> str:
    """The reply code and, where the server gives one, the enhanced code (RFC 3463): *550 5.1.1*."""
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", text)
    return f"{code} {enhanced.group()}" if enhanced else str(code)

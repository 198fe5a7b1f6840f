"""A real mail server on this machine, which takes mails, refuses them or breaks off as a test wants."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

TAKEN = "250 2.0.0 taken"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class PostOffice:
    """What the server has taken, in order, and how it answers; it is down until it `is_open`."""

    port: int = field(default_factory=free_port)
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """The answer to a recipient that is not taken: *550 5.1.1 no such person*."""
    answer_to_sender: str = ""
    """The answer to any sender, where that is not taken."""
    answer_to_data: str = TAKEN
    breaks_off_after_data: bool = False
    before_answer: Callable[[EmailMessage], None] = lambda message: None
    """Called when a mail was taken and before the server says so."""

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_sender:
            return self.answer_to_sender
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer_to_data != TAKEN:
            return self.answer_to_data
        content = envelope.content
        message = email.message_from_bytes(content if isinstance(content, bytes) else b"", policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        self.recipients += envelope.rcpt_tos
        self.before_answer(message)
        if self.breaks_off_after_data:
            assert server.transport is not None
            server.transport.abort()
        return TAKEN

    @property
    def message_ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]

    @contextmanager
    def is_open(self) -> Iterator[PostOffice]:
        """Serve as long as the block runs, always on the same port."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

"""A browser at the desk's door: forms as the pages show them, what they say, and what the log tells."""

from __future__ import annotations

import html
import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

PASSWORD = "a quiet river bend"
SIGN_IN = "/desk/sign-in/"
TOO_MANY = ["Too many attempts. Wait five minutes and try again."]


def browser(address: str = "192.0.2.7") -> Client:
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en")


def post(client: Client, path: str, **values: str):
    """Load the page and send its form."""
    page = client.get(path, follow=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    return client.post(page.request["PATH_INFO"], values | {"csrfmiddlewaretoken": token[1] if token else ""})


def sign_in(client: Client, password: str = PASSWORD, email: str = "anna@example.org", **more: str):
    return post(client, SIGN_IN, login=email, password=password, **more)


def errors(response) -> list[str]:
    found = re.search(r'<div class="summary".*?</div>', response.content.decode(), re.DOTALL)
    return (
        [html.unescape(re.sub("<[^>]+>", "", each)) for each in re.findall(r"<li>(.*?)</li>", found[0])]
        if found
        else []
    )


def security(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "solmu.security"]


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_app(client: Client) -> tuple[str, list[str]]:
    """Add an authenticator app; gives its key and the recovery codes."""
    page = client.get("/desk/second-factor/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    # Loaded again the page would show another key.
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    response = client.post("/desk/second-factor/app/", {"code": code_of(secret), "csrfmiddlewaretoken": token})
    return secret, codes_in(response)


def codes_in(response) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<code>([\w-]+)</code>", response.content.decode())


def signed_in() -> Client:
    client = browser()
    sign_in(client)
    return client

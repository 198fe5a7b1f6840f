"""A page asked for while another process writes in the middle of making it. As a program, in the instance SOLMU_DIR:

python -m tests.portal.caching.meddling            found an instance there and say what was seen
python -m tests.portal.caching.meddling write ID   change the partnership for every line that is read
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from house.processes import ROOT

SETTINGS = {"DJANGO_SETTINGS_MODULE": "solmu.config.settings", "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


def ask(application: Any, path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Status, headers by lower-case name, and body, as a server would be given them."""
    import io

    started: list[Any] = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "", "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, **headers,
    }  # fmt: skip
    path, _, query = path.partition("?")
    environ |= {"PATH_INFO": path, "QUERY_STRING": query}
    body = application(environ, lambda status, given, exc_info=None: started.extend([status, given]))
    whole = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return started[0], {name.lower(): value for name, value in started[1]}, whole


@contextmanager
def another_process(record_id: str, **env: str) -> Iterator[Callable[[], None]]:
    """A process that changes the partnership each time it is called, and has committed when the call ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.portal.caching.meddling", "write", record_id],
        cwd=ROOT, env={**os.environ, **SETTINGS, **env}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        reader, writer = process.stdout, process.stdin
        assert reader.readline() == "ready\n"

        def write() -> None:
            writer.write("\n")
            writer.flush()
            assert reader.readline() == "done\n"

        yield write
        writer.close()


def meddled(path: str, record_id: str, **env: str) -> list[dict[str, bool]]:
    """What is seen when another process writes before the first, the second, … query of a page.

    Each names whether the page given was the one before the write (and not half of each), and whether the next is the
    one after it.
    """
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    from solmu.portal.caching.serving import Keeping
    from solmu.portal.caching.store import Store

    django = get_wsgi_application()
    kept = Keeping(django, Store(10**7))
    seen = []
    with another_process(record_id, **env) as write:
        for place in range(1, 30):
            before, asked = ask(django, path)[2], 0

            def meddle(execute: Any, sql: str, *rest: Any, place: int = place) -> Any:
                nonlocal asked
                asked += sql.startswith("SELECT")
                if asked == place:
                    asked += 1
                    write()
                return execute(sql, *rest)

            write()  # so that the page is made anew
            before = ask(django, path)[2]
            with connection.execute_wrapper(meddle):
                given = ask(kept, path)[2]
            if asked < place:
                return seen
            after = ask(django, path)[2]
            seen.append({
                "changed": before != after, "given_whole": given == before, "next_right": ask(kept, path)[2] == after,
                "kept": ask(kept, path)[2] == after,
            })  # fmt: skip
    return seen


def found_and_meddle() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from pathlib import Path

    from tests.portal import published

    published.found_city(Path(os.environ["SOLMU_DIR"]))
    tie = published.add_partners(1)[0]
    print(json.dumps(meddled(f"/fi/partners/{tie.pk}/kaukola00", tie.pk)))


def write_when_asked(record_id: str) -> None:
    import django

    django.setup()
    from solmu.core.models import system_actor
    from solmu.registry.actions.partnerships import set_partnership_since
    from solmu.registry.models import Partnership
    from tests.registry.founding import on

    print("ready", flush=True)
    for number, _line in enumerate(sys.stdin):
        set_partnership_since(
            by=system_actor(),
            source=None,
            partnership=Partnership.objects.get(pk=record_id),
            since=on(f"{1900 + number}"),
        )
        print("done", flush=True)


if __name__ == "__main__":
    write_when_asked(sys.argv[2]) if sys.argv[1:2] == ["write"] else found_and_meddle()

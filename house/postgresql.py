"""A PostgreSQL of our own for the length of a test run: private folder, loopback only, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from house.processes import VENV, TroubleError, environment

PATIENCE = 30  # seconds until a cluster that does not answer is given up


def programs() -> Path | None:
    """The folder of the newest initdb and postgres on this machine, None when there are none."""
    versions = Path("/usr/lib/postgresql")
    found = sorted(versions.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    found += sorted(VENV.glob("postgresql/*/pginstall*/bin/initdb"), reverse=True)
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve())
    return next((path.parent for path in found if (path.parent / "postgres").exists()), None)


def _unprivileged() -> tuple[int, int] | None:
    """Who runs the cluster when we are root, whom PostgreSQL refuses; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return account.pw_uid, account.pw_gid
    raise TroubleError("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_cluster() -> Iterator[str]:
    """Yields the address of an empty database for SOLMU_DATABASE_URL. Nothing of it outlives the block.

    Its collation is a language's where this PostgreSQL can, so that a sort which leans on the database's own order is
    caught: Solmu's lists must come out the same on any.
    """
    folder = programs()
    if folder is None:
        raise TroubleError("PostgreSQL is absent. Add it with: python3 run setup --postgresql")
    home = Path(tempfile.mkdtemp(prefix="solmu-postgresql-"))
    server: subprocess.Popen[bytes] | None = None
    account = _unprivileged()
    try:
        who: dict[str, Any] = {} if account is None else {"user": account[0], "group": account[1], "extra_groups": []}
        if account is not None:
            os.chown(home, *account)
        env = environment(LC_ALL="C.UTF-8", PGTZ="UTC")
        log = home / "log"
        _make(folder, home, who, env)
        port = _free_port()
        settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50"]
        command = [folder / "postgres", "-D", home / "data", "-p", str(port), "-k", str(home), "-h", "127.0.0.1"]
        with log.open("wb") as words:
            server = subprocess.Popen(
                [*map(str, command), *(part for setting in settings for part in ("-c", setting))],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                env=env,
                cwd=home,
                start_new_session=True,
                **who,
            )
        _wait(server, port, log)
        yield f"postgres://solmu@127.0.0.1:{port}/postgres"
    finally:
        if server and server.poll() is None:
            # The fast way: PostgreSQL would wait for its clients at the usual one.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.send_signal(signal.SIGQUIT)
                server.wait(5)
        shutil.rmtree(home, ignore_errors=True)


def _make(folder: Path, home: Path, who: dict[str, Any], env: dict[str, str]) -> None:
    base = [str(folder / "initdb"), "-D", str(home / "data"), "-U", "solmu", "-A", "trust", "-E", "UTF8", "--no-sync"]
    for locale in (["--locale-provider=icu", "--icu-locale=en", "--locale=C.UTF-8"], ["--locale=C"]):
        done = subprocess.run(
            [*base, *locale], cwd=home, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, **who
        )
        if done.returncode == 0:
            return
        shutil.rmtree(home / "data", ignore_errors=True)
    raise TroubleError(f"{done.stderr.rstrip()}\nPostgreSQL's initdb failed; its own words are above.")


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the cluster accepts connections; it listens before it is ready, so its log is asked."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if "ready to accept connections" in log.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.05)
    words = log.read_text(encoding="utf-8", errors="replace").rstrip()
    raise TroubleError(f"{words}\nThe private PostgreSQL did not start on port {port}; its own words are above.")

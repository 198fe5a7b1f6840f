"""Instances to back up and restore, each in a process of its own, as a test's database is no instance's:

    python -m tests.core.backup.workshop '[["make"], ["backup", "/somewhere/b"], ["state"]]'

runs the steps on the instance that SOLMU_DIR and SOLMU_DATABASE_URL name and prints what each gave, as JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from house.processes import ROOT

SETTINGS = (
    '[city]\nname = "Rantala"\ncountry = "FI"\nlatitude = 60.1\nlongitude = 24.9\nlanguages = ["fi", "sv", "en"]\n'
    'time_zone = "Europe/Helsinki"\n'
)
SECRET = "Canary Personson"
OTHER_FILE = b"another document"

OF_THE_SYSTEM = frozenset({"open", "fsync", "replace", "rename", "unlink", "rmdir", "mkdir", "flock"})
OF_A_FILE = frozenset({"write", "flush", "close"})
OF_A_DATABASE = frozenset({"execute", "executemany", "commit", "backup", "close"})


def is_step(event: str, frame: Any, called: Any) -> bool:
    """Whether this call, or its end, changes what is on the disk or in a database, or decides about it."""
    if event in ("call", "return"):  # psycopg is Python
        return frame.f_code.co_name in OF_A_DATABASE and "/psycopg/" in frame.f_code.co_filename
    if event not in ("c_call", "c_return"):
        return False
    owner = type(getattr(called, "__self__", None))
    if any(each.__module__ == "sqlite3" for each in owner.__mro__):
        return called.__name__ in OF_A_DATABASE
    if owner.__name__ in ("BufferedWriter", "BufferedRandom", "FileIO"):
        return called.__name__ in OF_A_FILE
    return called.__module__ in ("posix", "fcntl") and called.__name__ in OF_THE_SYSTEM


def work(folder: Path, *steps: list[Any], database: str | None = None) -> list[Any]:
    """Run steps on an instance in a process of its own; what each gave. An error of the program fails the test."""
    done = _run(folder, steps, database)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found


def killed(folder: Path, *steps: list[Any], database: str | None = None) -> int:
    """Run steps that kill their own process; the signal it died of."""
    return -_run(folder, steps, database).returncode


def _run(folder: Path, steps: Any, database: str | None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOLMU_")}
    kept |= {
        "SOLMU_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "solmu.config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    if database:
        kept["SOLMU_DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", "tests.core.backup.workshop", json.dumps(steps, default=str)],
        cwd=ROOT, env=kept, capture_output=True, text=True, check=False,
    )  # fmt: skip


# --- steps ------------------------------------------------------------------------------------------------------------


def make() -> None:
    """An instance with a little of everything: places, a published agreement, a contact, documents, an account."""
    from django.core.management import call_command

    from solmu.core.actions import add_account, add_source, store_file
    from solmu.core.audit import recorded
    from solmu.core.city import instance_folder
    from solmu.core.models import Record, system_actor
    from solmu.core.vocabulary import SourceKind
    from solmu.registry.models import AgreementDocument, Contact
    from tests.registry import founding

    instance_folder().mkdir(parents=True, exist_ok=True)
    (instance_folder() / "config.toml").write_text(SETTINGS, encoding="utf-8")
    call_command("migrate", verbosity=0, interactive=False)
    by, source = system_actor(), founding.page()
    add_account(by=by, email="officer@example.org", role="officer", name="Oona Officer")
    founding.home(source)
    tie = founding.partnership(source, founding.place(source, fi="Tartto", en="Tartu"), since=founding.on("1992"))
    agreement = founding.agreement(source, tie, signed="1999-09-04", valid_until="..", themes=["Schools", "Øresund"])
    founding.agreement(source, tie, signed="2003", valid_until="2019")
    file = store_file(by=by, content=b"%PDF-1.7 an agreement", name="agreement.pdf", media_type="application/pdf")
    read = store_file(by=by, content=b"Sivu", name="page.txt", media_type="text/plain")
    add_source(by=by, kind=SourceKind.DOCUMENT, title="Sivu", read_on=date(2026, 11, 24), is_public=False, file=read)
    with recorded(by=by, action="add_parts", source=source) as journal:
        document = AgreementDocument(agreement=agreement, file=file, title="The agreement", publicity="public")
        journal.create(document, of=agreement.record)
        journal.create(record := Record(kind="contact", is_published=False))
        organisation = agreement.parties.first().organisation
        contact = Contact(
            record=record, organisation=organisation, name=SECRET, email="canary@example.org", purpose="Visits"
        )
        journal.create(contact)
    from solmu.stewardship.actions.deadlines import refresh_deadlines

    refresh_deadlines(date(2026, 11, 24))


def change() -> None:
    """Make the record another one: another title, another file, other settings."""
    from solmu.core.actions import add_source, store_file
    from solmu.core.city import instance_folder
    from solmu.core.models import system_actor
    from solmu.core.vocabulary import SourceKind

    by = system_actor()
    file = store_file(by=by, content=OTHER_FILE, name="other.txt", media_type="text/plain")
    add_source(by=by, kind=SourceKind.PAGE, title="Later", read_on=date(2026, 11, 25), is_public=True, file=file)
    config = instance_folder() / "config.toml"
    config.write_text(f"{SETTINGS}\n[settings]\nlead_months = 9\n", encoding="utf-8")


def erase(field: str) -> list[Any]:
    """Erase what the audit keeps of a contact's field, as an action that removes the value from the row does."""
    from solmu.core.audit import erase_audit_values
    from solmu.core.models import AuditValue, system_actor
    from solmu.registry.models import Contact

    contact = Contact.objects.get()
    pairs = AuditValue.objects.filter(entry__record_id=contact.pk, field=field).values_list("entry_id", "field")
    named = sorted(pairs)
    erase_audit_values(by=system_actor(), values=named, ground="GDPR article 17 (1) (b)")
    Contact.objects.filter(pk=contact.pk).update(**{field: ""})
    return named


def backup(path: str) -> str:
    from solmu.core.backup.writing import write_backup

    return write_backup(Path(path), replace=True).head


def restore(path: str, erasures: str | None = None, replace: bool = False) -> dict[str, Any]:
    from solmu.core.backup.restoring import restore_backup
    from solmu.core.errors import SolmuError

    try:
        restored = restore_backup(Path(path), erasures=Path(erasures) if erasures else None, replace=replace)
    except SolmuError as error:
        return {"refused": str(error)}
    return {"replayed": vars(restored.replayed) if restored.replayed else None}


def state() -> dict[str, Any]:
    """Everything an instance holds, by hash, after what was interrupted is settled."""
    from solmu.core.audit import head_line
    from solmu.core.backup.restoring import finish_interrupted, holds_instance
    from solmu.core.backup.tables import kept_tables, line_of, rows_of
    from solmu.core.city import instance_folder

    folder = instance_folder()
    finish_interrupted()
    if not holds_instance():
        return {"left": _left(folder)}
    tables = {}
    for model in kept_tables():
        digest = hashlib.sha256()
        for row in rows_of(model):
            digest.update(line_of(row))
        tables[model._meta.db_table] = digest.hexdigest()
    return {"tables": tables, "head": head_line(), "left": _left(folder)}


def states(points: list[str]) -> list[dict[str, Any]]:
    """The state of each copy of an SQLite instance, one after the other."""
    from django.conf import settings
    from django.db import connection

    found = []
    for point in points:
        connection.close()
        os.environ["SOLMU_DIR"] = point
        connection.settings_dict["NAME"] = Path(point) / "solmu.sqlite3"
        settings.MEDIA_ROOT = Path(point) / "files"
        found.append(state())
    return found


def _left(folder: Path) -> dict[str, str]:
    """The files of the instance but its database's own and its secrets, by hash."""
    files = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else ()
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not path.name.startswith(("solmu.sqlite3", "secret-key", ".restoring.lock"))
    }


def doctor(head: str | None = None) -> list[str]:
    """What doctor finds wrong."""
    from solmu.core.audit import chain_faults
    from solmu.core.queries import database_faults, day_faults, file_faults, files_left_over
    from solmu.registry.queries.faults import record_faults

    checks = database_faults(), chain_faults(known_head=head), file_faults(), day_faults(), record_faults()
    return [fault for found in checks for fault in found] + files_left_over()


def says(words: str) -> bool:
    """Whether any row of any table says the words."""
    from solmu.core.backup.tables import kept_tables, line_of, rows_of

    return any(words.encode() in line_of(row) for model in kept_tables() for row in rows_of(model))


def steps_of_restore(path: str) -> int:
    """Restore over this instance; how many steps it took."""
    counted = _at_steps(lambda _number: None)
    restore(path, None, replace=True)
    sys.setprofile(None)
    return counted[0]


def snapshots_of_restore(path: str, into: str, chosen: list[int]) -> int:
    """Restore over this instance, and at these steps copy its folder: what a process killed there would leave."""
    from solmu.core.city import instance_folder

    def copy(step: int) -> None:
        if step in chosen:
            shutil.copytree(instance_folder(), Path(into) / str(step))

    counted = _at_steps(copy)
    restore(path, None, replace=True)
    sys.setprofile(None)
    return counted[0]


def killed_restore(path: str, step: int) -> None:
    """Restore over this instance, and kill this process at a step."""
    _at_steps(lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == step else None)
    restore(path, None, replace=True)


def _at_steps(function: Callable[[int], object]) -> list[int]:
    """Call the function with its number before and after each step; the list's one number counts them."""
    counted, busy = [0], [False]

    def follow(frame: object, event: str, called: Any) -> None:
        if not busy[0] and is_step(event, frame, called):
            busy[0] = True
            try:
                function(counted[0])
                counted[0] += 1
            finally:
                busy[0] = False

    sys.setprofile(follow)
    return counted


if __name__ == "__main__":
    import django

    django.setup()
    steps = {step.__name__: step for step in (
        make, change, erase, backup, restore, state, states, doctor, says, steps_of_restore, snapshots_of_restore,
        killed_restore,
    )}  # fmt: skip
    print(json.dumps([steps[name](*arguments) for name, *arguments in json.loads(sys.argv[1])], default=str))

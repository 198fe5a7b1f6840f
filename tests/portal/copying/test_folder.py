"""The folder of a copy: changed only where something changed, and whole wherever it was interrupted."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from solmu.core.errors import SolmuError
from solmu.portal.copying import folder as folder_module
from solmu.portal.copying.folder import CopyFolder, opened

OLD = {"index.html": b"old", "fi/index.html": b"same", "fi/gone/index.html": b"gone", "x": b"a file", "y/z": b"below"}
NEW = {"index.html": b"new", "fi/index.html": b"same", "fi/new/index.html": b"more", "x/y": b"now below", "y": b"file"}


class StoppedError(Exception):
    pass


def put(path: Path, files: dict[str, bytes]) -> CopyFolder:
    with opened(path) as copy:
        for name, body in files.items():
            copy.put(name, body)
        copy.finish({"head": "1:a"})
    return copy


def found(path: Path) -> dict[str, bytes]:
    """What readers can ask for."""
    files = (each for each in path.rglob("*") if each.is_file())
    names = {each.relative_to(path).as_posix(): each.read_bytes() for each in files}
    return {name: body for name, body in names.items() if not name.startswith(".solmu")}


def plain(path: Path) -> dict[str, bytes]:
    return {name: body for name, body in found(path).items() if not name.endswith(".gz")}


def test_copy_is_what_was_put(tmp_path: Path) -> None:
    put(tmp_path / "copy", OLD)
    assert plain(tmp_path / "copy") == OLD

    copy = put(tmp_path / "copy", NEW)
    assert plain(tmp_path / "copy") == NEW
    assert sorted(copy.changed) == ["fi/new/index.html", "index.html", "x/y", "y"]
    assert not (tmp_path / "copy" / "fi" / "gone").exists()


def test_every_page_has_a_compressed_twin(tmp_path: Path) -> None:
    put(tmp_path, NEW)
    files = found(tmp_path)

    assert {name for name in files if name.endswith(".gz")} == {f"{name}.gz" for name in NEW if name.endswith(".html")}
    assert gzip.decompress(files["index.html.gz"]) == b"new"


def test_what_did_not_change_is_not_touched(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html*")}
    copy = put(tmp_path, OLD)

    assert copy.changed == []
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html*")} == before


def test_file_that_was_lost_or_cut_is_written_again(tmp_path: Path) -> None:
    put(tmp_path, OLD)
    (tmp_path / "index.html").write_bytes(b"")
    (tmp_path / "fi" / "index.html.gz").unlink()

    assert put(tmp_path, OLD).changed == ["index.html", "fi/index.html"]
    assert plain(tmp_path) == OLD


def stop_after(monkeypatch: pytest.MonkeyPatch, number: int) -> Callable[[], bool]:
    """Every step that changes the disk counts; the one after `number` does not happen. Whether one did not."""
    steps = 0

    def counted(step: Callable[..., object]) -> Callable[..., object]:
        def taken(*given: object, **named: object) -> object:
            nonlocal steps
            if steps >= number:
                raise StoppedError
            steps += 1
            return step(*given, **named)

        return taken

    for name in ("_write", "_write_list"):
        monkeypatch.setattr(folder_module, name, counted(getattr(folder_module, name)))
    for name in ("_take_place", "_remove"):
        monkeypatch.setattr(CopyFolder, name, counted(getattr(CopyFolder, name)))
    return lambda: steps >= number


@pytest.mark.parametrize("number", range(24))
def test_interrupted_anywhere_every_file_is_old_or_new_and_the_next_run_finishes(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, OLD)
    with monkeypatch.context() as patched:
        stop_after(patched, number)
        try:
            put(tmp_path, NEW)
        except StoppedError:
            whole = {*OLD.items(), *NEW.items()}
            assert {*plain(tmp_path).items()} <= whole
            assert plain(tmp_path)["index.html"] in (b"old", b"new")
            assert plain(tmp_path)["fi/index.html"] == b"same"

    put(tmp_path, NEW)
    assert plain(tmp_path) == NEW
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".solmu-new")]


def test_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SolmuError, match="holds something else"), opened(tmp_path):
        pass
    with pytest.raises(SolmuError, match="is a file"), opened(tmp_path / "thesis.txt"):
        pass

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(SolmuError, match="Another run"), opened(tmp_path):
        pass


@pytest.mark.parametrize("name", ["../x", "a/../../x", "", "a//b", "/etc/passwd", ".solmu-copy.json", "a\0"])
def test_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with opened(tmp_path / "copy") as copy, pytest.raises(SolmuError, match="cannot be a file"):
        copy.put(name, b"")


@pytest.mark.parametrize("text", ["", "{}", '{"form": 2, "files": {}}', '{"form": 1, "files": []}'])
def test_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / ".solmu-copy.json").write_text(text, encoding="utf-8")
    with pytest.raises(SolmuError, match="Publish to a new folder"), opened(tmp_path):
        pass

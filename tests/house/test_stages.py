"""Steps of set-up run again when, and only when, what they rest on has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from house.stages import Stage, carry_out, fingerprint, is_done


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.txt").write_text("one")
    return tmp_path


def copying(root: Path, *, also: str = "") -> tuple[Stage, list[str]]:
    """A stage that makes `out` from `in/*.txt`, and the list of its runs."""
    runs: list[str] = []

    def work() -> None:
        runs.append("ran")
        (root / "out").write_text("made")

    return Stage("copying", ["in/*.txt"], [root / "out"], work, also=also, stamps=root / "stamps"), runs


def test_stage_runs_once_while_nothing_changes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stage, runs = copying(root)

    assert [carry_out([stage], root), carry_out([stage], root)] == [1, 0]
    assert runs == ["ran"]
    assert capsys.readouterr().out.count("copying") == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "in" / "one.txt").write_text("two"),
        lambda root: (root / "in" / "two.txt").write_text(""),
        lambda root: (root / "in" / "one.txt").rename(root / "in" / "renamed.txt"),
        lambda root: (root / "out").unlink(),
        lambda root: (root / "stamps" / "copying").unlink(),
    ],
    ids=["other bytes", "a new file", "another name", "output gone", "stamp gone"],
)
def test_stage_runs_again_after_a_change(root: Path, change) -> None:
    stage, runs = copying(root)
    carry_out([stage], root)

    change(root)

    assert not is_done(stage, root)
    carry_out([stage], root)
    assert runs == ["ran", "ran"]


def test_stage_runs_again_when_a_version_changes(root: Path) -> None:
    carry_out([copying(root, also="1")[0]], root)

    assert not is_done(copying(root, also="2")[0], root)


def test_stage_that_fails_is_not_done(root: Path) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    stage = Stage("failing", ["in/*.txt"], [], fail, stamps=root / "stamps")

    with pytest.raises(KeyboardInterrupt):
        carry_out([stage], root)
    assert not is_done(stage, root)


def test_stage_whose_input_changes_while_it_runs_is_not_done(root: Path) -> None:
    stage = Stage(
        "racing", ["in/*.txt"], [], lambda: (root / "in" / "one.txt").write_text("new") and None, stamps=root / "stamps"
    )

    carry_out([stage], root)

    assert not is_done(stage, root)


def test_fingerprint_is_blind_to_compiled_python(root: Path) -> None:
    stage = Stage("any", ["in/**/*"], [], lambda: None)
    before = fingerprint(stage, root)
    (root / "in" / "__pycache__").mkdir()
    (root / "in" / "__pycache__" / "one.pyc").write_text("x")

    assert fingerprint(stage, root) == before

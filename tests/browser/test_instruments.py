"""The instruments themselves find what they are there to find, so that their silence means something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page


def test_axe_finds_a_picture_without_words(page: Page, violations: Callable[[Page], list[str]]) -> None:
    page.set_content(
        '<html lang="en"><head><title>A</title></head><body><main><h1>A</h1><img src="data:,"></main></body>'
    )

    assert [found.split(":")[0] for found in violations(page)] == ["image-alt"]


def test_console_errors_are_heard(page: Page, complaints: list[str]) -> None:
    page.set_content("<script>console.error('heard')</script>")

    assert complaints == ["heard"]


def test_nu_checker_finds_a_heading_left_open(nu_checker: Callable[[Path], list[str]], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><title>A</title><h1>A</h2>', encoding="utf-8")

    assert [found.split(":")[0] for found in nu_checker(tmp_path)] == ["page.html"]

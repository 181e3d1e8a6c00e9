"""The command that checks lessons' files."""

import sys
from pathlib import Path

import pytest

from gmm.ui.course import check
from tests.ui.course.files import file_of, scene_of


def run(monkeypatch: pytest.MonkeyPatch, *files: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["check", *map(str, files)])
    with pytest.raises(SystemExit) as ended:
        check.main()
    return int(ended.value.code or 0)


def test_a_right_file_is_read_out_with_its_numbers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    task = "Choose: Which?\n- [ ] A & B\n  No.\n- [x] [[K]]\n  Yes."
    (tmp_path / "a.md").write_text(file_of(scene_of("There are **[[N]]**.", task)), "utf-8")
    assert run(monkeypatch, tmp_path / "a.md") == 0
    told = capsys.readouterr().out
    assert "There are 272." in told
    assert "[ ] A & B: No." in told
    assert "[x] 2: Yes." in told


def test_what_is_wrong_is_told_and_the_command_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(file_of(scene_of("[[nothing]]")), "utf-8")
    assert run(monkeypatch, tmp_path / "a.md", tmp_path / "missing.md") == 1
    told = capsys.readouterr().out
    assert "Line 10: “nothing” is none of the numbers" in told
    assert "The file cannot be read" in told

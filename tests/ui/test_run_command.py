"""`mixtape run`: the run that the app makes, written where it is asked for, or one sentence."""

import gzip
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from gmm.archive import tape_from_json
from gmm.data.datasets import DATASETS
from gmm.files import APP
from gmm.limits import MAX_BYTES
from gmm.ui.link import Link, open_settings
from gmm.ui.recording import record_link
from gmm.ui.reopening import reopen, write_tape
from gmm.ui.run import Run
from gmm.ui.run_command import _make, main, write_parser
from gmm.ui.stage.payload import pack_run
from tests.app import open_file, run_of
from tests.present import present

ROOT = APP.parent
PEOPLE = "id,size,weight,kind,count\n" + "".join(
    f"{i},{10 ** (i % 4)},{(i * 37) % 50},{'ab'[i % 2]},{1 + i % 3}\n" for i in range(40)
)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def people(tmp_path: Path) -> str:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return str(path)


def record(*arguments: str) -> Run:
    return _make(write_parser().parse_args(arguments)).run


def refusal(capsys: Captured, code: int, *arguments: str) -> str:
    """The one line that the command ends with, with that code and nothing else."""
    assert main(arguments) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("mixtape run: ")
    assert said.err.count("\n") == 1
    assert said.err.endswith((".\n", "?\n"))
    return said.err


# ------------------------------------------------------------------------------ which run


@pytest.mark.parametrize(
    "content",
    [
        PEOPLE,
        "waiting\n" + "".join(f"{54 + i % 30}\n" for i in range(60)),
        "a;b;c\n" + "".join(f"x;{i},5;{i * i % 7},25\n" for i in range(30)),
        "# by hand\n1 2\n3 4.5\n5 1\n2 2\n",
    ],
)
def test_a_table_gives_the_very_run_that_the_app_opens_it_with(
    content: str, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(content)
    ours, theirs = record(str(file)), run_of(open_file(content.encode(), "own.csv"))
    assert pack_run(ours) == pack_run(theirs)
    assert ours.settings == theirs.settings


def test_a_bundled_set_opens_with_its_own_settings_whatever_its_capitals() -> None:
    for name in ("Penguins", "Cyclist speeds", "Moons"):
        theirs = record_link(Link(open_settings(name)))
        assert pack_run(record(name.upper())) == pack_run(theirs)


def test_what_is_said_of_the_run_is_done() -> None:
    said = ["-k", "3", "--covariance", "tied", "--ridge", "0.01", "--start", "k-means++"]
    said += ["--seed", "5", "--scale", "off", "--no-twin", "--title", "My geyser"]
    run = record("Old Faithful", *said)
    opening = open_settings("Old Faithful")
    assert run.settings == opening._replace(
        k=3, covariance="tied", ridge=0.01, start="k-means++", start_seed=5, scale="off", twin=False
    )
    assert not run.is_standardised
    assert run.kmeans is None
    assert run.dataset.title == "My geyser"


def test_what_is_said_of_a_table_is_done(people: str) -> None:
    said = ["--across", "weight", "--up", "size", "--log", "up", "--labels", "kind"]
    run = record(people, *said, "--frequencies", "count", "--rows", "30")
    assert run.dataset.columns == ("weight", "log10 size")
    assert run.dataset.label_names == ("a", "b")
    assert run.dataset.frequencies is not None
    assert len(run.points) == 30
    assert record(people, "--across", "weight").dataset.columns == ("weight",)
    assert record(people, "--across", "3", "--up", "SIZE").dataset.columns == ("weight", "size")
    assert record(people, "--up", "none").dataset.columns == ("size",)
    assert record(people, "--up", "size").dataset.columns == ("weight", "size")
    logged = record(people, "--log", "across").dataset.columns
    assert logged == ("log10 size", "weight")


def test_generated_points_have_their_number_and_their_seed() -> None:
    run = record("Round clusters", "--points", "50", "--data-seed", "3")
    expected = DATASETS["Round clusters"].make(50, 3)
    assert_array_equal(run.dataset.points, expected.points)


def test_a_sheet_and_a_row_with_the_names_can_be_said(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    book = tmp_path / "book.xlsx"
    with pd.ExcelWriter(book) as writer:
        pd.DataFrame({"a": [1, 2, 4]}).to_excel(writer, sheet_name="One", index=False)
        pd.DataFrame({"b": [5, 7, 9]}).to_excel(writer, sheet_name="Two", index=False)
    assert record(str(book)).dataset.columns == ("a",)
    assert record(str(book), "--sheet", "Two").dataset.columns == ("b",)
    plain = tmp_path / "plain.csv"
    plain.write_text("3\n1\n2\n8\n")
    assert len(record(str(plain), "--header", "1").points) == 3
    assert len(record(str(plain), "--header", "0").points) == 4


def test_a_packed_table_and_the_standard_input_are_read(
    people: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "people.csv.gz"
    packed.write_bytes(gzip.compress(PEOPLE.encode()))
    expected = record(people).points
    assert_array_equal(record(str(packed)).points, expected)
    given = SimpleNamespace(buffer=io.BytesIO(PEOPLE.encode()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given)
    run = record("-")
    assert_array_equal(run.points, expected)
    assert run.dataset.title == "Your data"


def test_a_saved_run_is_opened_not_recorded_again(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = record("Old Faithful", "-k", "3")
    file = tmp_path / "tape.json"
    assert main(["Old Faithful", "-k", "3", "--json", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == write_tape(run)
    em = tape_from_json(file.read_text(encoding="utf-8")).em
    assert len(em.frames) == len(present(run.em).frames)
    assert "The app opens it" in capsys.readouterr().out
    assert pack_run(record(str(file))) == pack_run(reopen(write_tape(run), "tape.json"))
    assert record(str(file), "--title", "Mine").dataset.title == "Mine"
    given = SimpleNamespace(buffer=io.BytesIO(file.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given)
    assert record("-").dataset.title == "Old Faithful"
    said = refusal(capsys, 2, str(file), "-k", "3", "--no-twin")
    assert "-k and --no-twin cannot be used with it" in said


# ------------------------------------------------------------------------------ what is made


def read_page(text: str) -> dict[str, object]:
    """What the page's script is given."""
    found = present(re.search(r"\{ data: (\{.*\}), parentElement", text))
    data: dict[str, object] = json.loads(found[1])
    return data


def test_a_page_holds_the_run_and_opens_where_it_is_said(people: str, tmp_path: Path) -> None:
    page = tmp_path / "run.html"
    assert main([people, "-k", "3", "--frame", "2", "--html", str(page)]) == 0
    data = read_page(page.read_text(encoding="utf-8"))
    packed = pack_run(record(people, "-k", "3"))
    assert {name: data[name] for name in packed} == json.loads(json.dumps(packed))
    assert data["frame"] == 2


def test_rows_that_are_left_out_are_told_beside_a_page_too(
    tmp_path: Path, capsys: Captured
) -> None:
    table = tmp_path / "a.csv"
    table.write_text("a,b\n1,2\n3,\n5,1\n7,9\n")
    left_out = "Left out because a chosen cell is empty: 1.\n"
    assert main([str(table), "-k", "1", "--html", str(tmp_path / "a.html")]) == 0
    said = capsys.readouterr()
    assert left_out in said.out
    assert said.err == ""
    assert main([str(table), "-k", "1", "--json", "-"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("{")
    assert left_out not in said.out
    assert left_out in said.err


def test_the_summary_is_printed_where_nothing_else_is_asked_for(
    people: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main([people]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "40 rows and 5 columns." in said.out  # how the table was read
    assert "people.csv, 40 rows: size, weight\n" in said.out
    assert "log-likelihood" in said.out
    page = tmp_path / "run.html"
    assert main([people, "--html", str(page)]) == 0
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert said.out.startswith(f"{page}, ")
    assert main(["Old Faithful", "--frame", "1"]) == 0
    assert "Frame 1 of 14, the E-step" in capsys.readouterr().out


def test_empty_cells_are_counted(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "gaps.csv"
    file.write_text("x,y\n1,2\n,3\n4,5\n6,\n7,1\n")
    assert main([str(file)]) == 0
    assert "Left out because a chosen cell is empty: 2." in capsys.readouterr().out


def test_nothing_is_written_over_unasked(people: str, tmp_path: Path, capsys: Captured) -> None:
    page = tmp_path / "run.html"
    page.write_text("a thesis")
    for option in ("--html", "--json"):
        assert "--force" in refusal(capsys, 1, people, option, str(page))
        assert page.read_text() == "a thesis"
    assert main([people, "--html", str(page), "--force"]) == 0
    assert "<!doctype html>" in page.read_text(encoding="utf-8")


def test_the_data_are_never_written_over(people: str, capsys: Captured) -> None:
    link = Path(people).with_name("link.html")
    link.symlink_to(people)
    for name in (people, f"{Path(people).parent}/./people.csv", str(link)):
        assert "is the data" in refusal(capsys, 2, people, "--html", name, "--force")
    assert Path(people).read_text() == PEOPLE


def test_what_is_wrong_leaves_no_file_behind(people: str, tmp_path: Path, capsys: Captured) -> None:
    page = tmp_path / "run.html"
    refusal(capsys, 1, people, "--html", str(page), "--frame", "999")
    refusal(capsys, 2, people, "--html", str(page), "--across", "nothing")
    assert not page.exists()


# ------------------------------------------------------------------------------ sentences


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["old"], 1, "Is “Old Faithful” meant?"),
        (["peguins"], 1, "Is “Penguins” meant?"),
        (["nothing.csv"], 1, "no file “nothing.csv” here"),
        ([], 2, "DATA"),
        (["Penguins", "-k", "13"], 2, "-k takes a whole number from 1 to 12, not “13”."),
        (["Penguins", "-k", "2.0"], 2, "not “2.0”."),
        (["Penguins", "-k"], 2, "-k expected one argument."),
        (["Penguins", "--ridge", "nan"], 2, "--ridge takes a number from 0 to 1,000,000"),
        (["Penguins", "--ridge", "-1"], 2, "--ridge"),
        (["Penguins", "--covariance", "ful"], 2, "one of full, tied, diag, spherical, not “ful”."),
        (["Penguins", "--start", "best"], 2, "--start takes one of k-means++, k-means"),
        (["Penguins", "--seeds", "1"], 2, "--seeds"),
        (["Penguins", "--across", "x", "--log", "up"], 2, "--across and --log cannot be used"),
        (["Penguins", "--points", "50"], 2, "“Penguins” is not generated"),
        (["Moons", "--points", "5"], 2, "--points takes a whole number from 10 to 5,000"),
        (["Penguins", "--frame", "99999"], 1, "There is no frame 99,999: the last one"),
        (["Penguins", "--html", "-", "--json", "-"], 2, "Give one a file."),
        (["Penguins", "--html", "a", "--json", "./a"], 2, "Give each its own file."),
        (["Penguins", "--html", "/no-such-folder/a.html"], 1, "Name another file."),
        (["Penguins", "--html", "/tmp"], 1, "“/tmp” is a folder."),
        (["/tmp"], 1, "“/tmp” is a folder."),
    ],
)
def test_a_mistake_is_answered_by_one_sentence(
    arguments: list[str], code: int, told: str, capsys: Captured
) -> None:
    assert told in refusal(capsys, code, *arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--across", "height"], 2, "no column “height”. It has “id”, “size”, “weight”, “kind”"),
        (["--across", "6"], 2, "no column “6”"),
        (["--across", "kind"], 1, "'kind'"),
        (["--across", "size", "--up", "size"], 2, "both name “size”"),
        (["--up", "none", "--log", "up"], 2, "--log up needs a column"),
        (["--labels", "weight"], 1, "'weight' has 40 different values"),
        (["--log", "across", "--across", "id"], 1, "'id': '0' has no logarithm"),
        (["--sheet", "One"], 2, "has no sheet “One”. It is no workbook: leave out --sheet."),
        (["--header", "42"], 2, "cannot be in row 42 of “people.csv”: they are looked for"),
        (["--points", "50"], 2, "is a table: --points cannot be used"),
    ],
)
def test_a_mistake_about_a_table_is_answered_by_one_sentence(
    arguments: list[str], code: int, told: str, people: str, capsys: Captured
) -> None:
    assert told in refusal(capsys, code, people, *arguments)


def test_a_file_that_is_no_table_or_too_large_is_told(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"")
    assert "is empty" in refusal(capsys, 1, str(file))
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refusal(capsys, 1, str(file))
    with file.open("wb") as empty:  # not read: it would take as much memory
        empty.truncate(MAX_BYTES * 20)
    assert "has 1000.0 MB, and 50 MB is the most" in refusal(capsys, 1, str(file))
    file.unlink()
    file.write_text("x\n1\n2\n3\n")
    assert "only 3" in refusal(capsys, 1, str(file), "-k", "4")
    broken = tmp_path / "a.json"
    broken.write_text("{}")
    assert "not a file of Mixtape's" in refusal(capsys, 1, str(broken))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(people: str, capsys: Captured) -> None:
    Path(people).chmod(0)
    assert "Permission denied" in refusal(capsys, 1, people)


# ------------------------------------------------------------------------------ as a program


def run_mixtape(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "gmm.ui.command", "run", *arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def test_it_reads_and_writes_as_other_programs_do() -> None:
    tape = run_mixtape("-", "--json", "-", "-k", "2", given="x\n1\n2\n7\n8\n9\n")
    assert (tape.returncode, tape.stderr) == (0, "")
    page = run_mixtape("-", "--html", "-", given=tape.stdout)
    assert (page.returncode, page.stderr) == (0, "")
    assert page.stdout.startswith("<!doctype html>")
    assert page.stdout.endswith("</html>\n")


@pytest.mark.parametrize("more", ["", "--html -", "--json -"])
def test_a_reader_that_leaves_early_gets_no_traceback(more: str) -> None:
    command = f"{sys.executable} -m gmm.ui.command run Moons {more} | true"
    ended = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True)
    assert ended.stderr == ""


def test_a_terminal_of_few_letters_gets_the_rest_of_them(people: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "gmm.ui.command", "run", people, "--title", "Zürich µ 東"],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )
    assert ended.returncode == 0, ended.stderr
    assert "Zürich µ ?, 40 rows" in ended.stdout.decode("latin-1")


def test_it_loads_no_screen(people: str, tmp_path: Path) -> None:
    lines = (
        "import sys; from gmm.ui.command import main;"
        f"main(['run', {people!r}, '--html', {str(tmp_path / 'a.html')!r}]);"
        "main(['run', 'Penguins']);"
        "print([m for m in ('streamlit', 'plotly', 'matplotlib') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.endswith("[]\n")


def test_help_has_every_option_and_every_set(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: mixtape run DATA")
    for action in write_parser()._actions:
        assert all(option in said for option in action.option_strings)
    assert [name for name in DATASETS if name not in said] == []
    assert max(map(len, said.split("\n"))) <= 80

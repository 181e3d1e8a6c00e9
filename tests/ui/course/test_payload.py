"""A lesson packed: its runs once, its claims checked, its words written."""

import json

import pytest

from gmm.ui.course import payload as payload_module
from gmm.ui.course.payload import pack_lesson
from gmm.ui.course.places import ALONE
from gmm.ui.course.reading import read_lesson
from gmm.ui.link import read_link
from gmm.ui.recording import record_link
from gmm.ui.stage.payload import pack_run
from tests.ui.course.files import LINK, file_of, pack, scene_of, troubles_of

CHOOSE = "Choose: Which?\n- [ ] [[N]]\n  No.\n- [x] That\n  Yes."
NUMBER = "Number: How many?\nAnswer: N\nTolerance: 0.5\nUnit: rows\nHint: Count.\nRight: Yes."
GUESS = "Guess: Where?\nComponent: 2\nFrame: 2\nTolerance: 0.5\nRight: Close.\nWrong: Far."
DO = "Do: Climb.\nWhen: above end.log_likelihood-1\nRight: Good."


def wrong(*scenes: str) -> list[str]:
    return troubles_of(lambda: pack_lesson(read_lesson(file_of(*scenes)), "a-lesson"))


def test_scenes_bring_their_runs_once() -> None:
    packed = pack(
        scene_of(),
        scene_of(link="?k=3&v=4"),
        scene_of(link="?k=2&frame=4&view=density&v=4"),
        scene_of(link="?k=2&twin=false&v=4"),
    )
    assert [scene["run"] for scene in packed["scenes"]] == [0, 1, 0, 2]
    assert len(packed["runs"]) == 3
    assert packed["runs"][1] == pack_run(record_link(read_link({"k": "3", "v": "4"})[0]))
    assert [scene["frame"] for scene in packed["scenes"]] == [1, 0, 4, 0]
    assert packed["scenes"][2]["view"] == "density"
    json.dumps(packed, allow_nan=False)


def test_what_is_hidden_is_told_by_its_parts() -> None:
    packed = pack(scene_of(link="?k=2&hide=curve.data.legend&v=4"))
    assert packed["scenes"][0]["hidden"] == ["legend", "curve"]


def test_things_to_do() -> None:
    choose, number, guess, do = (
        pack(scene_of(task=task))["scenes"][0]["task"] for task in (CHOOSE, NUMBER, GUESS, DO)
    )
    assert choose["options"][0] == {"words": "272", "right": False, "because": "No."}
    assert (number["answer"], number["tolerance"], number["unit"]) == (272, 0.5, "rows")
    assert (guess["component"], guess["frame"]) == (1, 2)
    assert do["when"] == ["above", pytest.approx(-1131.264, abs=1e-3)]


def test_a_guess_turns_its_mode_on() -> None:
    assert pack(scene_of(task=GUESS))["scenes"][0]["view"] == "predict"


def test_terms_come_with_their_meaning() -> None:
    terms = pack(scene_of("A *density*."), scene_of("Its *mean*."))["terms"]
    assert {"density", "mean"} <= set(terms)
    assert terms["density"]["meaning"].startswith("<p>")
    # A meaning leads to no other, which the lesson may not have.
    assert "data-term=" not in "".join(term["meaning"] for term in terms.values())


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        (scene_of("It is [[nothing]]."), "Line 10: “nothing” is none of the numbers"),
        (scene_of("One.\n\nTwo [[N + ]]."), "Line 12: “N +” cannot be read"),
        (scene_of("Words.\n\nCheck: N > 300"), "Line 12: The check “N > 300” is false: N is 272."),
        (scene_of("Words.\n\nCheck: N"), "Line 12: “N” is no comparison"),
        (scene_of(link="?frame=999&v=4"), "Line 8: The run has frames from 0 to"),
        (scene_of(link="?data=Upload+a+file&v=4"), "Line 8: The link does not carry its points"),
        (scene_of(task=GUESS.replace("t: 2", "t: 3")), "Line 12: There is no component 3"),
        (scene_of(task=GUESS.replace("Frame: 2", "Frame: 4")), "Line 12: “Frame:” is the M-step"),
        (scene_of(task=NUMBER.replace("0.5", "0")), "Line 14: “Tolerance:” is above 0"),
        (scene_of(task=NUMBER.replace("Answer: N", "Answer: M")), "Line 13: “M” is none"),
        (scene_of(task=DO.replace("above", "over")), "Line 13: There is no condition “over”"),
        (scene_of("[[scene.2.N]]"), "Line 10: There is no scene 2"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(scene: str, said: str) -> None:
    assert [line for line in wrong(scene) if line.startswith(said)], wrong(scene)


def test_all_scenes_are_looked_through() -> None:
    wrong_words = (scene_of("[[a]]"), scene_of("[[b]] and [[scene.1.N]]"))
    found = wrong(*wrong_words, scene_of(link="?k=300&v=4"))
    assert len(found) == 1  # a link that cannot be read ends it before anything is recorded
    assert len(wrong(*wrong_words)) == 2


def test_runs_have_a_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(payload_module, "MOST_BYTES", 1000)
    assert wrong(scene_of()) == [
        "Line 1: The runs of this lesson are too large to send. Use fewer points or fewer runs."
    ]


def test_a_page_on_a_disk_leads_nowhere() -> None:
    lesson = read_lesson(file_of(scene_of("[see](lesson:ellipses)")))
    assert "href" in pack_lesson(lesson, "a")["scenes"][0]["words"]
    assert "href" not in pack_lesson(lesson, "a", places=ALONE)["scenes"][0]["words"]


def test_the_scenes_frame_is_meant_by_a_bare_name() -> None:
    task = "Number: ?\nAnswer: log_likelihood\nTolerance: 1\nRight: y."
    packed = pack(scene_of("At [[log_likelihood:3]].", task))
    scene = packed["scenes"][0]
    assert f"{scene['task']['answer']:,.3f}".replace("-", "−") in scene["words"]
    assert LINK.count("frame=1") == 1

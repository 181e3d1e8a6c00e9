"""What is wrong in a lesson, in the order of its lines."""

from gmm.ui.course.lesson import LessonError, Passage, refuse


def test_troubles_are_told_once_in_order() -> None:
    error = LessonError(Passage("Late.", 9), Passage("Early.", 2), Passage("Late.", 9))
    assert str(error) == "Line 2: Early.\nLine 9: Late."
    assert isinstance(error, ValueError)


def test_a_passage_is_refused_at_its_line() -> None:
    assert refuse(Passage("x +", 4), "No.").troubles == (Passage("No.", 4),)
    assert LessonError.of("Too long.").troubles == (Passage("Too long.", 1),)

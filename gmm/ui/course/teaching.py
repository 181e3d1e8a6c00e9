"""What the teachers' page says around plans, handouts and exercises: Markdown, as on a site."""

from typing import NamedTuple

from gmm.ui.course.conditions import list_conditions
from gmm.ui.course.names import list_names
from gmm.ui.course.places import Places
from gmm.ui.course.plans import read_template

TITLE = "For teachers"
INTRODUCTION = (
    "Plans for a class, sheets to print, exercises with solutions, and how to write a lesson. "
    "Students need no account. A link below opens the lesson at that scene: send it to them, too."
)
PLANS = "Plans"
ADVICE = "How to run it"
HANDOUTS = "To print and to take away"
HANDOUTS_TOLD = (
    "Open a sheet in a browser and print it: A4, readable in grey. A lesson as a page is one file "
    "for your course site. It needs no server and no network."
)
EXERCISES = "Exercises with solutions"
EXERCISES_TOLD = (
    "Every number below is computed from the data. “The data” opens {where}. "
    "“Mark” in a solution says what to look for when you mark it."
)
# Of a site: what its teachers may look for.
PLAYGROUND = "The playground is a page of the Mixtape app, which runs on a computer with Python."
FRAME = "To show a lesson inside a page of your own, write there:"
NO_CODES = "The sheets here have no codes to scan."
WRITING = "Write or translate a lesson"
TEMPLATE = "The template as a file"
TEMPLATE_FILE = "my-lesson.md"
_WRITING_TOLD = """
A lesson is one text file in Markdown. You need no code. To translate one of ours, keep its links,
its numbers in brackets and the names before the colons, and put the words into your language. The
text of each lesson is among the files above. The buttons, “component 1” and the glossary stay
English: take the stars off a term that you translate.

- `# ` and a title begin the file. Then come `Goal:` and `Minutes:`. `## ` and a title begin a
  scene.
- `Link:` is what the scene shows. Set up the playground as you want it, and copy what stands in the
  address after the “?”. `frame=` is the half-step that the scene opens with, `hide=` is what is out
  of sight.
- Words are paragraphs, lists, tables, `**bold**` and formulas between dollars, such as `$\\mu_1$`.
  `*density*` with one star is a term: it has to be in the glossary.
- `[[end.mean.1:2]]` writes a number with two digits after the point. `start.`, `end.` and
  `frame.3.` say of which frame. Without them it follows the frame on show. `[[component.1]]` writes
  the component's name with its mark.
- `Check:` is a comparison that has to be true, such as `end.mean.1 > 50`. If the data say something
  else, the file is refused, and you are told the line.
- At most one thing to do in a scene: `Choose:` (an answer), `Number:` (a number to find), `Guess:`
  (a mean to drag) or `Do:` (a task on the stage, done when the condition after `When:` holds).
- A value goes on over the lines that follow it, if these begin with two spaces.

The template has one scene of each kind. Open your file on the page
{page}, at “Open a lesson of your own”. What is wrong in it is told by line. From there
you can take it away as one page for your students.
"""


class Detail(NamedTuple):
    """What is shown where somebody asks for it: Markdown, or a file's text as it is."""

    title: str
    words: str
    verbatim: bool = False


def tell_writing(places: Places) -> str:
    """Tell how a lesson is written.

    Parameters
    ----------
    places : Places
        Without a server, the page that opens a lesson's file is elsewhere.
    """
    page = "“Course” of the Mixtape app" if places.recorded else f"[Course]({places.course})"
    return _WRITING_TOLD.format(page=page)


def tell_exercises(places: Places) -> str:
    """Tell what the exercises are."""
    where = "them on a page of their own" if places.recorded else "them in the playground"
    return EXERCISES_TOLD.format(where=where)


def list_details() -> tuple[Detail, ...]:
    """List what somebody who writes a lesson looks up."""
    return (
        Detail("What “When:” may wait for", list_conditions()),
        Detail("What has a name in [[...]]", list_names()),
        Detail("Show the template", read_template(), verbatim=True),
    )

"""For teachers: plans, what to hand out, exercises with solutions, and lessons of one's own."""

from functools import partial

import streamlit as st

from gmm.ui.course.conditions import list_conditions
from gmm.ui.course.handouts import HANDOUTS
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.names import list_names
from gmm.ui.course.plans import COURSE, list_material, read_template
from gmm.ui.plain import plain

# Words of plans and exercises come as HTML of a short list of elements (gmm.ui.course.words).
st.html("""<style>
.teachers { line-height: 1.5; max-width: 46rem; overflow-x: auto; }
.teachers table { border-collapse: collapse; margin: 0.5rem 0; }
.teachers th, .teachers td { border: 1px solid; border-color: color-mix(in srgb, currentColor 25%,
  transparent); padding: 0.4rem 0.6rem; text-align: start; vertical-align: top; }
.teachers a { color: inherit; text-decoration: underline; }
.teachers li { margin-bottom: 0.3rem; }
.teachers .whole { white-space: nowrap; }
</style>""")


def show(words: str) -> None:
    """Words on the page."""
    st.html(f'<div class="teachers">{words}</div>')


course = f"{(st.context.url or '').partition('?')[0].rpartition('/')[0]}/{COURSE}"
material, lessons = list_material(), list_lessons()
titles = {entry.name: f"{entry.number}. {entry.lesson.title}" for entry in lessons}

st.title("For teachers")
st.markdown(
    "Plans for a class, sheets to print, exercises with solutions, and how to write a lesson. "
    "Students need no account. A link below opens the lesson at that scene: send it to them, too."
)

st.header("Plans")
tabs = st.tabs([f"{plan.minutes} minutes" for plan in material.plans])
for tab, plan in zip(tabs, material.plans, strict=True):
    with tab:
        st.subheader(plan.title)
        show(plan.words)

st.header("How to run it")
for advice in material.advice:
    st.subheader(advice.title)
    show(advice.words)

st.header("To print and to take away")
st.markdown(
    "Open a sheet in a browser and print it: A4, readable in grey. A lesson as a page is one file "
    "for your course site. It needs no server and no network."
)
for entry in lessons:
    with st.container(border=True):
        st.markdown(f"**{plain(titles[entry.name])}** ({entry.lesson.minutes} minutes)")
        with st.container(horizontal=True):
            for handout in HANDOUTS:
                st.download_button(
                    handout.label.format(number=entry.number),
                    partial(handout.write, entry, course),
                    f"{entry.number:02}-{entry.name}-{handout.ending}",
                    "text/plain" if handout.ending.endswith(".md") else "text/html",
                    on_click="ignore",
                    key=f"{entry.name}-{handout.ending}",
                    help=handout.told,
                )

st.header("Exercises with solutions")
st.markdown(
    "Every number below is computed from the data. “The data” opens them in the playground. "
    "“Mark” in a solution says what to look for when you mark it."
)
for number, exercise in enumerate(material.exercises, start=1):
    st.subheader(f"{number}. {plain(exercise.title)}")
    show(
        f"{exercise.question}<p>Lesson "
        f'<a href="{COURSE}?lesson={exercise.lesson}">{titles[exercise.lesson]}</a>. '
        f'<a href="{exercise.address}">The data of exercise {number}</a></p>'
    )
    with st.expander(f"Solution {number}"):
        show(exercise.solution)

st.header("Write or translate a lesson")
st.markdown("""
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
[Course](course), at “Open a lesson of your own”. What is wrong in it is told by line. From there
you can take it away as one page for your students.
""")
st.download_button(
    "The template as a file", read_template(), "my-lesson.md", "text/markdown", on_click="ignore"
)
with st.expander("What “When:” may wait for"):
    st.markdown(list_conditions())
with st.expander("What has a name in [[...]]"):
    st.markdown(list_names())
with st.expander("Show the template"):
    st.code(read_template(), language="markdown", wrap_lines=True)

"""For teachers: plans, what to hand out, exercises with solutions, and lessons of one's own."""

from functools import partial

import streamlit as st

from gmm.ui.course import teaching
from gmm.ui.course.handouts import HANDOUTS, name_handout
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.packing import give_handout
from gmm.ui.course.places import APP
from gmm.ui.course.plans import list_material, read_template
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


address = (st.context.url or "").partition("?")[0]
material, lessons = list_material(), list_lessons()
titles = {entry.name: f"{entry.number}. {entry.lesson.title}" for entry in lessons}

st.title(teaching.TITLE)
st.markdown(teaching.INTRODUCTION)

st.header(teaching.PLANS)
tabs = st.tabs([plan.title.partition(":")[0] for plan in material.plans])
for tab, plan in zip(tabs, material.plans, strict=True):
    with tab:
        st.subheader(plan.title)
        show(plan.words)

st.header(teaching.ADVICE)
for advice in material.advice:
    st.subheader(advice.title)
    show(advice.words)

st.header(teaching.HANDOUTS)
st.markdown(teaching.HANDOUTS_TOLD)
for entry in lessons:
    with st.container(border=True):
        st.markdown(f"**{plain(titles[entry.name])}** ({entry.lesson.minutes} minutes)")
        with st.container(horizontal=True):
            for handout in HANDOUTS:
                st.download_button(
                    handout.label.format(number=entry.number),
                    partial(give_handout, entry, handout, address),
                    name_handout(entry, handout),
                    "text/plain" if handout.ending.endswith(".md") else "text/html",
                    on_click="ignore",
                    key=f"{entry.name}-{handout.ending}",
                    help=handout.told,
                )

st.header(teaching.EXERCISES)
st.markdown(teaching.tell_exercises(APP))
for number, exercise in enumerate(material.exercises, start=1):
    st.subheader(f"{number}. {plain(exercise.title)}")
    show(exercise.question + exercise.write_ways(APP, number))
    with st.expander(f"Solution {number}"):
        show(exercise.solution)

st.header(teaching.WRITING)
st.markdown(teaching.tell_writing(APP))
st.download_button(
    teaching.TEMPLATE, read_template(), teaching.TEMPLATE_FILE, "text/markdown", on_click="ignore"
)
for detail in teaching.list_details():
    with st.expander(detail.title):
        if detail.verbatim:
            st.code(detail.words, language="markdown", wrap_lines=True)
        else:
            st.markdown(detail.words)

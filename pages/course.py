"""The course: the list of lessons, one of them, or a teacher's own."""

import streamlit as st

from gmm.ui.course.component import show_list
from gmm.ui.course.lessons import INTRODUCTION, find_lesson, list_entries
from gmm.ui.course.own import offer_own_lesson, show_own_lesson
from gmm.ui.course.packing import show_packed
from gmm.ui.course.takeaway import offer_entry
from gmm.ui.link import LESSON_NAME
from gmm.ui.plain import plain

asked = st.query_params.get(LESSON_NAME, "")
entry = find_lesson(asked)
if entry is not None:
    offer_entry(entry)
    show_packed(entry.name)
elif not show_own_lesson():
    st.header("Course")
    st.markdown(INTRODUCTION)
    if asked:
        st.info(plain(f"There is no lesson “{asked[:60]}”. Here are those that there are."))
    show_list(list_entries())
    offer_own_lesson()

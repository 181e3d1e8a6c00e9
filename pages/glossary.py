"""The glossary: every term and every symbol, with the lesson that teaches it."""

import streamlit as st

from gmm.ui.course.glossary import glossary, search_terms, slug
from gmm.ui.course.lessons import list_lessons
from gmm.ui.link import LESSON_NAME

lessons = {
    name: f"[Lesson {number}: {lesson.title}](course?{LESSON_NAME}={name})"
    for number, name, lesson in list_lessons()
}
with st.container(width=760):
    st.title("Glossary")
    asked = st.text_input(
        "Search", placeholder="A word or a part of it", key="glossary-search", max_chars=60
    )
    found = search_terms(asked)
    if asked.strip():
        st.caption(f"{len(found)} of {len(glossary())} terms")
    if not found:
        st.info("No term has these words. Try a shorter part of the word.")
    for term in found:
        st.subheader(term.name, anchor=slug(term))
        symbol = f"Symbol: ${term.symbol}$. " if term.symbol else ""
        st.markdown(f"{term.meaning}\n\n{symbol}{lessons[term.lesson]}")

"""The glossary: every term and every symbol, with the lesson that teaches it."""

import streamlit as st

from gmm.ui.course.glossary import (
    COUNT,
    HINT,
    LONGEST_SEARCH,
    NONE,
    SEARCH,
    TITLE,
    glossary,
    search_terms,
    slug,
)
from gmm.ui.course.lessons import list_lessons
from gmm.ui.course.places import APP

# In the same tab, as every other way about the app.
link = '<a href="{}" target="_self">Lesson {}: {}</a>'
lessons = {
    name: link.format(APP.find_lesson(name), number, lesson.title)
    for number, name, lesson in list_lessons()
}
# A term is a heading, for a screen reader and for an address; here there are many of them.
st.html("""<style>.st-key-glossary h2 { font-size: 1.2rem; padding: 0.8rem 0 0.15rem; }
  .st-key-glossary > div { margin-bottom: -0.4rem; }</style>""")
with st.container(width=760):
    st.title(TITLE)
    asked = st.text_input(SEARCH, placeholder=HINT, key="glossary-search", max_chars=LONGEST_SEARCH)
    found = search_terms(asked)
    if asked.strip():
        st.caption(COUNT.format(found=len(found), total=len(glossary())))
    if not found:
        st.info(NONE)
    with st.container(key="glossary"):
        for term in found:
            st.header(term.name, anchor=slug(term))
            symbol = f"Symbol: ${term.symbol}$. " if term.symbol else ""
            st.markdown(f"{term.meaning}  \n{symbol}{lessons[term.lesson]}", unsafe_allow_html=True)

"""The course: lessons as data, one Markdown file a lesson, played in the browser."""

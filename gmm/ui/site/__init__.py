"""The course as a static site: plain files that any web server, or a folder, can serve."""

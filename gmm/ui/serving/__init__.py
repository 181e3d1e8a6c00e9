"""The server around the pages: what comes before a page is run, and what holds for all of them."""

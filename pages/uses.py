"""The uses: nine worked cases, each with the page that shows it."""

from gmm.ui.uses.contents import show_contents

show_contents()

"""The laboratory: its questions, each with the page that answers it."""

from gmm.ui.lab.contents import show_contents

show_contents()

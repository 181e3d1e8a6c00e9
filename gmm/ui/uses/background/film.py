"""The film on the page: a frame, the truth and three masks beside each other, still or playing."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from gmm.ui.uses.background.pictures import COLOURS, Picture

RATE = 12  # frames a second
STYLE = """<style>
.film { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.7rem 0.9rem; }
.film figure { margin: 0; min-width: 0; }
.film .title { font-weight: 600; }
.film figcaption { font-size: 0.85rem; line-height: 1.35; }
.film .shown { display: block; width: 100%; image-rendering: pixelated; border-radius: 4px;
  border: 1px solid; border-color: color-mix(in srgb, currentColor 25%, transparent); }
.film .playing { background-repeat: no-repeat; }
.film .key { display: inline-block; width: 0.85em; height: 0.85em; margin: 0 0.35em -0.05em 0;
  border: 1px solid; border-color: color-mix(in srgb, currentColor 45%, transparent); }
.film .legend { align-self: center; line-height: 1.7; grid-column: span var(--columns); }
@keyframes film { from { background-position-y: 0%; } to { background-position-y: 100%; } }
@media (max-width: 640px) {
  .film { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .film .legend { grid-column: 1 / -1; order: 1; }
}
</style>"""
MEANING = ("background", "walker, found", "false alarm", "walker, missed")
MEANING_UNKNOWN = ("background", "foreground")


def show_film(
    pictures: Sequence[Picture], shape: tuple[int, int, int], playing: bool, judged: bool
) -> None:
    """Put pictures side by side, with what their colours mean.

    Parameters
    ----------
    pictures : sequence of Picture
        The frame, the truth where it is known, and the masks; as strips of all frames where they
        play.
    shape : tuple of int
        T, H, W.
    playing : bool
    judged : bool
        Whether the truth is known.
    """
    first = 2 if judged else 1
    drawn = [_draw(picture, shape, playing) for picture in pictures]
    drawn.insert(first, _write_legend(judged, 3 - first))
    st.html(f"{STYLE}<div class='film'>{''.join(drawn)}</div>")


def _draw(picture: Picture, shape: tuple[int, int, int], playing: bool) -> str:
    frames, high, wide = shape
    alt = escape(picture.alt, quote=True)
    if playing:
        look = (
            f"aspect-ratio:{wide}/{high};background-size:100% {frames * 100}%;"
            f"background-image:url({picture.address});"
            f"animation:film {frames / RATE:.2f}s steps({frames}, jump-none) infinite"
        )
        shown = f"<div class='shown playing' role='img' aria-label='{alt}' style='{look}'></div>"
    else:
        look = f"aspect-ratio:{wide}/{high}"
        shown = f"<img class='shown' src='{picture.address}' alt='{alt}' style='{look}'>"
    caption = f" {escape(picture.caption)}" if picture.caption else ""
    title = f"<span class='title'>{escape(picture.title)}.</span>"
    return f"<figure>{shown}<figcaption>{title}{caption}</figcaption></figure>"


def _write_legend(judged: bool, columns: int) -> str:
    lines = "<br>".join(
        f"<span class='key' style='background:{colour}'></span>{meaning}"
        for colour, meaning in zip(COLOURS, MEANING if judged else MEANING_UNKNOWN, strict=False)
    )
    return f"<div class='legend' style='--columns:{columns}'>{lines}</div>"

"""A link as a QR code that can be scanned from the back row.

A code is read when each of its modules covers about two and a half pixels of the camera. A phone's
viewfinder is some 1,900 pixels wide over 65 degrees, which at 10 metres is 13 metres: 16 mm a
module, and 65 modules, the quiet zone among them, on a code 1 metre wide. That is version 10, 57
modules without the quiet zone, and up to 271 characters.
"""

import io
from urllib.parse import quote

import segno

from gmm.limits import MAX_QR_BYTES, MAX_QR_VERSION

QUIET = 4  # modules of white around the code, as ISO/IEC 18004 asks for


def draw_qr(link: str) -> str:
    """Draw a link as a QR code.

    Parameters
    ----------
    link : str
        An address that begins with http:// or https://.

    Returns
    -------
    str
        An SVG that fills its place: black on white whatever the theme, its quiet zone included. The
        error correction is M (15 percent of the code may be lost) or better where that fits, else
        L (7 percent): on a projector a larger module is worth more than a second copy.

    Raises
    ------
    ValueError
        If it is no such address, or too long for a code of `MAX_QR_VERSION`.
    """
    if not link.startswith(("http://", "https://")) or not link.isprintable():
        raise ValueError(
            f"A QR code is made of a link that begins with http:// or https://, not of "
            f"“{link[:30]}”. Copy the link from the address bar."
        )
    link = quote(link, safe="%/:?#[]@!$&'()*+,;=")  # letters of other alphabets
    for error in ("m", "l") if len(link) <= MAX_QR_BYTES else ():
        # The lowest version that fits, with the best correction that this version has room for.
        code = segno.make(link, error=error, micro=False, boost_error=True)
        if int(code.version) <= MAX_QR_VERSION:
            out = io.BytesIO()
            plain = {"border": QUIET, "omitsize": True, "xmldecl": False, "nl": False}
            title = "QR code of the link"
            code.save(out, kind="svg", dark="#000", light="#fff", title=title, **plain)
            return out.getvalue().decode("utf-8")
    raise ValueError(
        f"The link has {len(link):,} characters; a QR code that can be scanned from the back row "
        f"holds about {MAX_QR_BYTES}. Leave the drawn points or the question out of it, or put the "
        f"link on a page of its own and show the code of that."
    )

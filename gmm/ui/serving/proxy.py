"""The configuration of the nginx that stands before several processes."""

from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import NamedTuple

TEMPLATE = Path(__file__).with_name("nginx.conf.template")

# A dead process refuses at once, so asking it each time costs nothing, and it is back as soon as it
# answers. Were it left alone after a failure, nginx would wait for one conversation with a page to
# end well before it sent others, and files would go where nobody waits for them.
_ALWAYS = "max_fails=0"


class Front(NamedTuple):
    """What nginx has to know.

    Attributes
    ----------
    listen
        The public address and port, as nginx's `listen` has them.
    ports
        Those of the processes, on this machine.
    cookie
        The name of the cookie that says which process a browser belongs to; its value is the
        process's place in `ports`.
    upload
        The largest body that is taken, in megabytes.
    connections
        How many can be open at once, those to the processes included.
    folder
        Where nginx may write.
    """

    listen: str
    ports: Sequence[int]
    cookie: str
    upload: int
    connections: int
    folder: Path


class _Gaps(Template):
    """nginx has the dollar for its own names."""

    delimiter = "%"


def configure(front: Front) -> str:
    """Fill in the template for these processes."""
    return _Gaps(TEMPLATE.read_text(encoding="utf-8")).substitute(
        listen=front.listen,
        cookie=front.cookie,
        upload=front.upload,
        connections=front.connections,
        folder=front.folder,
        everybody="\n".join(f"    server 127.0.0.1:{port} {_ALWAYS};" for port in front.ports),
        upstreams="\n".join(_upstream(front.ports, place) for place in range(len(front.ports))),
        processes="\n".join(f'    "{place}" process_{place};' for place in range(len(front.ports))),
    )


def _upstream(ports: Sequence[int], place: int) -> str:
    """One process, and who stands in for it.

    All tabs of a browser have one cookie, so all have to go to the same stand-in: it is the next
    process by its weight, and the others only where that one is away as well.
    """
    own, following, *others = [*ports[place:], *ports[:place]]
    lines = [
        f"  upstream process_{place} {{",
        f"    server 127.0.0.1:{own} {_ALWAYS};",
        f"    server 127.0.0.1:{following} {_ALWAYS} backup weight=10000;",
        *(f"    server 127.0.0.1:{port} {_ALWAYS} backup;" for port in others),
        "    keepalive 32;",
        "    keepalive_timeout 4s;",
        "  }",
    ]
    return "\n".join(lines)

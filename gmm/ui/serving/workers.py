"""`mixtape serve`: the app for many people, as several processes behind one address."""

import os
import resource
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from copy import copy
from pathlib import Path
from typing import Any, NamedTuple

from gmm.files import APP
from gmm.ui.serving.affinity import MARK
from gmm.ui.serving.child import Child
from gmm.ui.serving.proxy import Front, configure

# Seconds between two looks at who has died, between two questions whether a process answers, and
# until one that does not is taken for dead; and what all have for ending.
_LOOK, _ASK, _SILENT, _END = 0.2, 10.0, 60.0, 10.0

# nginx holds two for each conversation and some for files; the system may allow fewer.
_CONNECTIONS = 16384

_MISSING = (
    "Several processes need nginx before them, and there is none on this machine. Install it "
    "(Debian, Ubuntu: apt-get install nginx-light), or serve with one process: --workers 1."
)
_TLS = (
    "With several processes Mixtape does not speak TLS itself (--server.sslCertFile). Put a server "
    "that does before it: .github/HOSTING.md has the lines for nginx. Or use --workers 1."
)


class Public(NamedTuple):
    """What the person who starts it says of the address that others see.

    Attributes
    ----------
    address
        Where to listen; None for everywhere.
    port
        The public port.
    base
        The path below which everything is, without slashes around it.
    upload
        The largest file, in megabytes.
    tls
        Whether Streamlit would speak TLS.
    secret
        Whether `server.cookieSecret` is set.
    """

    address: str | None
    port: int
    base: str
    upload: int
    tls: bool
    secret: bool

    @property
    def url(self) -> str:
        """The address to type in on this machine."""
        everywhere = self.address in (None, "0.0.0.0", "::")
        host = "localhost" if everywhere else _bracketed(self.address or "")
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host}:{self.port}/{self.base}".rstrip("/")


def read_public(options: Sequence[str]) -> Public:
    """Read options, variables and files of settings as Streamlit itself does.

    Raises
    ------
    SystemExit
        An option that Streamlit does not know; it has said so.
    """
    from streamlit import config
    from streamlit.web import bootstrap, cli

    flags: dict[str, Any] = {}
    command = copy(cli.main_run)
    command.callback = lambda target, args, **given: flags.update(given)
    try:
        command.main([str(APP), *options], prog_name="mixtape serve")
    except SystemExit as end:
        if end.code:
            raise
    config._main_script_path = str(APP)
    bootstrap.load_config_options(flags)
    return Public(
        address=config.get_option("server.address"),
        port=int(config.get_option("server.port")),
        base=(config.get_option("server.baseUrlPath") or "").strip("/"),
        upload=int(config.get_option("server.maxUploadSize")),
        tls=bool(config.get_option("server.sslCertFile")),
        secret=config.is_manually_set("server.cookieSecret"),
    )


def serve(workers: int, options: Sequence[str]) -> int:
    """Serve until Ctrl C, SIGTERM or the terminal's end.

    Parameters
    ----------
    workers
        How many processes of the app.
    options
        Those of Streamlit; port, address and base path are the public ones.

    Returns
    -------
    int
        The exit code.
    """
    public = read_public(options)
    if public.tls and workers > 1:
        return _refuse(_TLS)
    nginx = _find_nginx() if workers > 1 else None
    if workers > 1 and nginx is None:
        return _refuse(_MISSING)
    _allow_files()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as held:
        try:
            listen, port = _try_to_listen(public)
        except OSError as error:
            return _refuse(
                f"Mixtape cannot listen on port {public.port} ({error.strerror}). "
                "Choose another one with --server.port."
            )
        public = public._replace(port=port)
        if nginx is None:
            own = ["--server.port", str(public.port), "--server.headless", "true"]
            workings = [_Working(_app("the process", [*options, *own], {}), public.url)]
            _watch(workings, [], public, stop)
            return 0
        ports = [held.enter_context(_reserve()) for _ in range(workers)]
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="mixtape-")))
        folder.chmod(0o711)  # started by root, nginx does its work as somebody else
        front = Front(
            listen=listen,
            ports=ports,
            cookie=f"mixtape_{public.port}",  # browsers give a cookie to every port of a host
            upload=public.upload + 1,  # a form around the file
            connections=min(_CONNECTIONS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 64),
            folder=folder,
        )
        file = folder / "nginx.conf"
        file.write_text(configure(front), encoding="utf-8")
        command = [nginx, "-e", "stderr", "-p", str(folder), "-c", str(file)]
        tried = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True, check=False)
        if tried.returncode:
            return _refuse(f"nginx does not take its configuration: {tried.stderr.strip()}")
        # A page that moves to another process has to be believed there.
        shared = {} if public.secret else {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
        workings = []
        for place, port in enumerate(ports):
            own = ["--server.port", str(port), "--server.address", "127.0.0.1"]
            child = _app(
                f"process {place}",
                [*options, *own, "--server.headless", "true"],
                {**shared, MARK: f"{front.cookie}={place}"},
            )
            workings.append(_Working(child, f"http://127.0.0.1:{port}/{public.base}".rstrip("/")))
        _watch(workings, [Child("nginx", command)], public, stop)
    return 0


class _Working:
    """A process of the app, and since when it has not answered."""

    def __init__(self, child: Child, url: str) -> None:
        self.child = child
        self.url = url
        self.asked = self.answered = 0.0
        self.ready = False

    def look(self) -> Iterator[str]:
        """What there is to tell of it; one that is silent for too long is killed."""
        if told := self.child.look():
            self.ready = False
            yield told
        if self.child.pid is None:
            return
        now = time.monotonic()
        if self.ready and now < self.asked + _ASK:
            return
        self.asked = now
        if _answers(self.url):
            self.answered = now
            if not self.ready:
                self.ready = True
                yield f"{self.child.name} answers, after {now - self.child.born:.1f} s"
        elif now - max(self.answered, self.child.born) > _SILENT:
            self.child.kill()
            yield f"{self.child.name} has not answered for {_SILENT:.0f} s"


def _watch(
    workings: Sequence[_Working], before: Sequence[Child], public: Public, stop: threading.Event
) -> None:
    """Start the processes, then what stands before them; keep all running until told to stop."""
    children = [*before, *(working.child for working in workings)]
    open_to_all = False
    try:
        for working in workings:
            working.child.start()
        while not stop.wait(_LOOK):
            for working in workings:
                for line in working.look():
                    _tell(line)
            if open_to_all:
                for child in before:
                    if told := child.look():
                        _tell(told)
            elif any(working.ready for working in workings):
                open_to_all = True
                for child in before:
                    child.start()
                _greet(public, children)
    finally:
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + _END
        for child in children:
            child.end(until - time.monotonic())
        _tell("stopped")


def _app(name: str, options: Sequence[str], environment: dict[str, str]) -> Child:
    """What `mixtape` starts; its own greeting would name an address that is nobody's."""
    command = [sys.executable, "-m", "gmm.ui.command", *options]
    return Child(name, command, environment, quiet=True)


def _greet(public: Public, children: Sequence[Child]) -> None:
    print(f"\n  Mixtape: {public.url}\n")
    for child in children:
        print(f"  {child.name}, pid {child.pid}")
    print("\n  Ctrl C stops it.\n", flush=True)


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} mixtape: {line}", file=sys.stderr, flush=True)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _find_nginx() -> str | None:
    """Debian keeps it where only root looks."""
    places = [os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]
    return shutil.which("nginx", path=os.pathsep.join(places))


def _allow_files() -> None:
    """Each conversation is an open file, here and in all that is started from here."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with_us = min(most, 65536) if most != resource.RLIM_INFINITY else 65536
    resource.setrlimit(resource.RLIMIT_NOFILE, (with_us, most))


def _answers(url: str) -> bool:
    """Ask this machine itself: past any proxy, and whoever has signed the certificate."""
    trusting = urllib.request.HTTPSHandler(context=ssl._create_unverified_context())
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}), trusting)
    try:
        with direct.open(f"{url}/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def _bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _try_to_listen(public: Public) -> tuple[str, int]:
    """What nginx's `listen` has to say, and the port; an OSError where it cannot be had."""
    tried: OSError | None = None
    for address in ["::", "0.0.0.0"] if public.address is None else [public.address]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with closing(socket.socket(family)) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if address == "::":
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                probe.bind((address, public.port))
                probe.listen()
                port: int = probe.getsockname()[1]
        except OSError as error:
            tried = error
        else:
            both = " ipv6only=off" if address == "::" else ""
            return f"{_bracketed(address)}:{port}{both}", port
    assert tried is not None
    raise tried


@contextmanager
def _reserve() -> Iterator[int]:
    """A free port of this machine, kept from others while a process of ours may be dead.

    A socket that is bound and does not listen lets one that listens beside it, if both reuse the
    address, and nothing else.
    """
    with closing(socket.socket()) as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]

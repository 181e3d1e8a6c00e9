"""Firefox over WebDriver BiDi, which it speaks by itself: no driver stands between."""

import itertools
import json
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from websockets.sync.client import connect

from tests.present import present

# It must not reach for the network while it is tested.
PREFERENCES = """
user_pref("app.normandy.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("services.settings.server", "");
"""


class Firefox:
    """One tab of a headless Firefox."""

    PROGRAMS = ("firefox-esr", "firefox")
    INSTALL = "Install Firefox (Debian: firefox-esr) to run the tests in it."
    LISTEN = ""  # it tells its console's errors by itself

    @classmethod
    def is_installed(cls) -> bool:
        return any(map(shutil.which, cls.PROGRAMS))

    def __init__(self) -> None:
        self._stack = ExitStack()
        profile = Path(self._stack.enter_context(TemporaryDirectory(ignore_cleanup_errors=True)))
        (profile / "user.js").write_text(PREFERENCES)
        program = present(next(filter(None, map(shutil.which, self.PROGRAMS))))
        process = subprocess.Popen(
            [
                *(program, "--headless", "--no-remote", "--profile", str(profile)),
                *("--remote-debugging-port", "0"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
        address = f"ws://127.0.0.1:{_port(profile)}/session"
        self._socket = self._stack.enter_context(connect(address, max_size=None))
        self._numbers = itertools.count()
        self._errors: list[str] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded"])
        # In the tab that it starts with, the address bar has the focus and keeps it.
        self._tab = self._send("browsingContext.create", type="tab")["context"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def resize(self, width: int, height: int) -> None:
        size = {"width": width, "height": height}
        self._send("browsingContext.setViewport", context=self._tab, viewport=size)

    def open(self, url: str) -> None:
        self._errors.clear()
        self._send("browsingContext.navigate", context=self._tab, url=url, wait="interactive")

    def call(self, function: str, argument: str) -> str:
        """What a JavaScript function of a text gives, which is a text or its promise."""
        answer = self._send(
            "script.callFunction",
            functionDeclaration=function,
            target={"context": self._tab},
            awaitPromise=True,
            arguments=[{"type": "string", "value": argument}],
        )
        text: str = answer["result"]["value"]
        return text

    def act(self, actions: list[dict[str, Any]]) -> None:
        """Perform actions of WebDriver: pointers and keys."""
        self._send("input.performActions", context=self._tab, actions=actions)

    def errors(self) -> list[str]:
        """Everything that its console calls an error on this page."""
        self._send("session.status")  # what was logged before comes before the answer
        return self._errors

    def _send(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message["type"] == "event":
                if message["params"].get("level") == "error":
                    self._errors.append(message["params"]["text"])
            elif message["id"] == number:
                assert message["type"] == "success", message
                return message["result"]


def _port(profile: Path) -> int:
    """Where it listens, which it writes into its profile."""
    note = profile / "WebDriverBiDiServer.json"
    for _ in range(600):
        time.sleep(0.05)
        if note.exists() and (written := note.read_text()):
            port: int = json.loads(written)["ws_port"]
            return port
    raise RuntimeError("Firefox did not start within 30 seconds.")

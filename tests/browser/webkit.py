"""WebKit over WebDriver: WebKitGTK's own small browser, on a screen that is not there."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from typing import Any, Self


class WebKit:
    """One tab of WebKitGTK's MiniBrowser."""

    PROGRAMS = ("WebKitWebDriver", "Xvfb")
    INSTALL = (
        "Install WebKitGTK's driver (Debian: webkit2gtk-driver and xvfb) to run the tests in it."
    )

    # WebDriver has no console: the page itself notes what goes wrong in it.
    LISTEN = """
      if (!window.wentWrong) {
        const note = (...what) => window.wentWrong.push(what.map(String).join(" "));
        window.wentWrong = [];
        console.error = note;
        addEventListener("error", (event) => note(event.message ?? `${event.target.outerHTML} did not load`), true);
        addEventListener("unhandledrejection", (event) => note(event.reason));
        addEventListener("securitypolicyviolation", (event) => note(event.violatedDirective, event.blockedURI));
      }
    """

    @classmethod
    def is_installed(cls) -> bool:
        return all(map(shutil.which, cls.PROGRAMS))

    def __init__(self) -> None:
        self._stack = ExitStack()
        screen, port = self._start_screen(), _free_port()
        self._start(["WebKitWebDriver", f"--port={port}"], env={**os.environ, "DISPLAY": screen})
        self._address = f"http://127.0.0.1:{port}/session"
        session = self._send("", {"capabilities": {}})["sessionId"]
        self._stack.callback(self._send, f"/{session}", {}, method="DELETE")
        self._session = f"/{session}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def resize(self, width: int, height: int) -> None:
        frame = [0, 0]
        for _ in range(2):  # the window has a frame of its own, whose size the first try tells
            size = {"width": width + frame[0], "height": height + frame[1]}
            self._send(f"{self._session}/window/rect", size)
            inner = json.loads(self.call("() => JSON.stringify([innerWidth, innerHeight])", ""))
            frame = [width - inner[0], height - inner[1]]

    def open(self, url: str) -> None:
        self._send(f"{self._session}/url", {"url": url})
        self.call(f"() => {{ {self.LISTEN} return ''; }}", "")

    def call(self, function: str, argument: str) -> str:
        """What a JavaScript function of a text gives, which is a text or its promise.

        The driver loses an answer now and then while a page loads, so that it is asked again.
        """
        script = f"Promise.resolve(({function})(arguments[0])).then(arguments[1])"
        body = {"script": script, "args": [argument]}
        for patience in (5, 10):
            with suppress(TimeoutError):
                return str(self._send(f"{self._session}/execute/async", body, patience=patience))
        return str(self._send(f"{self._session}/execute/async", body))

    def act(self, actions: list[dict[str, Any]]) -> None:
        """Perform actions of WebDriver: pointers and keys."""
        self._send(f"{self._session}/actions", {"actions": actions})

    def errors(self) -> list[str]:
        """Everything that went wrong on this page, from when it could be listened to."""
        errors: list[str] = json.loads(self.call("() => JSON.stringify(window.wentWrong)", ""))
        return errors

    def _start_screen(self) -> str:
        reads, writes = os.pipe()
        size = ("-screen", "0", "1600x1200x24")
        self._start(
            ["Xvfb", "-displayfd", str(writes), *size, "-nolisten", "tcp"], pass_fds=[writes]
        )
        os.close(writes)
        with os.fdopen(reads) as told:
            return f":{told.readline().strip()}"

    def _start(self, command: list[str], **options: Any) -> None:
        null = subprocess.DEVNULL
        process = subprocess.Popen(command, stdout=null, stderr=null, **options)
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)

    def _send(
        self, path: str, body: dict[str, Any], method: str = "POST", patience: float = 60
    ) -> Any:
        request = urllib.request.Request(
            self._address + path, method=method, data=json.dumps(body).encode()
        )
        for _ in range(100):
            try:
                with urllib.request.urlopen(request, timeout=patience) as answer:
                    return json.load(answer)["value"]
            except urllib.error.HTTPError as error:
                raise RuntimeError(error.read().decode()) from error
            except urllib.error.URLError:  # it is not there yet
                time.sleep(0.05)
        raise RuntimeError("WebKitWebDriver did not start within five seconds.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port

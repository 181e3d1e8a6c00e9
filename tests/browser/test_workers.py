"""Two processes behind nginx, below a path: what a person sees when one of them is killed."""

import re
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import ROOT, Opener, Visit
from tests.browser.test_takeaway import download, open_dialog
from tests.ui.serving.started import Served, find_nginx, serving, wait_until

BASE = "math/mixtape"
LINK = "?data=Old+Faithful&k=2&v=4"


@pytest.fixture(scope="module")
def two() -> Iterator[Served]:
    find_nginx()
    with serving(2, base=BASE) as served:
        yield served


def process_of(seen: Visit) -> str:
    """The one that the browser's cookie names."""
    jar = {each.get("name", ""): each.get("value", "") for each in seen.page.context.cookies()}
    return next(value for name, value in jar.items() if name.startswith("mixtape_"))


def test_a_page_of_a_killed_process_goes_on_and_comes_back_with_another(
    two: Served, quick: Opener
) -> None:
    seen = quick(two.url).open(LINK)
    first = process_of(seen)
    seen.page.keyboard.press("Home")
    seen.wait_frame(0)
    run, dead = seen.run(), two.pids()[f"process {first}"]
    two.kill(f"process {first}")
    for frame in range(1, 6):  # nobody is asked
        seen.step("ArrowRight", frame)
    wait_until_moved(seen, first)
    assert seen.run() == run
    assert seen.data("frame") == "5"
    seen.page.get_by_role("slider", name="Components").press("ArrowRight")
    seen.wait_other_run(run)
    assert "k=3" in seen.page.url
    # Back where all are: a file that is chosen now reaches the process that asks for it.
    two.wait_back(f"process {first}", dead)
    upload(seen)
    lost = "_stcore/(stream|health|host-config)"
    seen.errors[:] = [error for error in seen.errors if not re.search(lost, error)]


def wait_until_moved(seen: Visit, first: str) -> None:
    """A handshake with another process sets its cookie."""

    def moved() -> bool:
        seen.page.wait_for_timeout(100)
        return process_of(seen) != first

    wait_until(moved, "the page talks to the other process")


def upload(seen: Visit) -> None:
    before = seen.run()
    seen.page.get_by_role("button", name="Your file").click()
    content = b"x,y\n1,2\n3,5\n4,1\n9,9\n8,7\n2,2\n7,9\n"
    seen.page.locator("input[type=file]").set_input_files(
        {"name": "own.csv", "mimeType": "text/plain", "buffer": content}
    )
    seen.wait_other_run(before)
    assert seen.inspect("stage.run.N") == 7


def check_all_pages(url: str, quick: Opener, **options: Any) -> None:
    """First page, its name, a deep link, a change of page, an upload, a download, a link."""
    with quick(url, **options) as seen:
        seen.page.goto(f"{url}/playground?data=Old+Faithful&k=4&v=4")
        seen.wait_ready()
        assert seen.page.url.split("?")[0] == f"{url}/"
        run = seen.run()
        dialog = open_dialog(seen, "Link for a class")
        link = dialog.locator("[data-testid=stCode]").first.inner_text().strip()
        assert link.startswith(url)
        seen.page.goto(link)
        seen.wait_ready()
        assert seen.run() == run
        upload(seen)
        dialog = open_dialog(seen, "Pictures")
        assert download(seen, dialog, "as PNG").startswith(b"\x89PNG")
        seen.page.keyboard.press("Escape")
        seen.page.get_by_role("link", name="Course").first.click()
        seen.page.wait_for_url(f"{url}/course**")
        seen.page.goto(f"{url}/course?lesson=the-e-step")
        seen.page.wait_for_selector("[data-testid=lesson][data-lesson=the-e-step]")
        seen.page.get_by_role("link", name="Playground").first.click()
        seen.wait_ready()
        assert seen.page.url.startswith(f"{url}/")


def test_all_pages_below_a_path(two: Served, quick: Opener) -> None:
    check_all_pages(two.url, quick)


HOSTING = (ROOT / ".github" / "HOSTING.md").read_text(encoding="utf-8")
SITE, STRIPPING = re.findall(r"```nginx\n(.*?)```", HOSTING, re.DOTALL)


@contextmanager
def existing_nginx(site: str, app: str, folder: Path) -> Iterator[str]:
    """The address of an nginx that was there before, with a site as HOSTING.md has it."""
    nginx = find_nginx()
    key, certificate = folder / "mixtape.key", folder / "mixtape.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    changes = {
        "listen 443": f"listen 127.0.0.1:{port}",
        "/etc/ssl/certs/mixtape.pem": str(certificate),
        "/etc/ssl/private/mixtape.key": str(key),
        "http://127.0.0.1:8501": app,
    }
    for old, new in changes.items():
        assert old in site
        site = site.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    file = folder / "nginx.conf"
    file.write_text(
        f"daemon off; pid {folder}/pid; error_log stderr crit; events {{}}\n"
        f"http {{ access_log off; {paths}\n{site}}}\n",
        encoding="utf-8",
    )
    with subprocess.Popen([nginx, "-e", "stderr", "-p", str(folder), "-c", str(file)]) as process:
        try:
            wait_until(lambda: listens(port), "nginx listens")
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Where nginx, started by root, may write as somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_behind_an_nginx_with_tls(two: Served, quick: Opener, open_folder: Path) -> None:
    app = two.url.removesuffix(f"/{BASE}")
    with existing_nginx(SITE, app, open_folder) as url:
        check_all_pages(f"{url}/{BASE}", quick, ignore_https_errors=True)


def test_behind_a_proxy_that_takes_the_path_away(quick: Opener, open_folder: Path) -> None:
    before, rest = SITE.split("    location / {", 1)
    site = before + STRIPPING + "}\n"
    assert rest.count("}") == 2
    with serving(1) as one, existing_nginx(site, one.url, open_folder) as url:
        check_all_pages(f"{url}/{BASE}", quick, ignore_https_errors=True)

"""What people do, from a test that may have an event loop already: Playwright keeps one running."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Given = TypeVar("Given")


def run_apart(doing: Coroutine[Any, Any, Given]) -> Given:
    """Run it to its end, in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, doing).result()

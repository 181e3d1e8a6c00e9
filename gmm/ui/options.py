"""The options of a command, whose mistakes are told in one sentence."""

import argparse
import re
from typing import NoReturn

DONE, CANNOT, MISUSED = 0, 1, 2  # what a command ends with; the last where an option is wrong


class Options(argparse.ArgumentParser):
    """Options that tell a mistake in a sentence, and where to find all of them."""

    def error(self, message: str) -> NoReturn:
        """End the command."""
        sentence = re.sub(r"^argument (\S+): ", r"\1 ", message).removesuffix(".") + "."
        self.exit(MISUSED, f"{self.prog}: {sentence} `{self.prog} --help` has all options.\n")

"""A mistake in a command's options is one sentence, and says where the options are."""

import pytest

from gmm.ui.options import MISUSED, Options


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-k", "two"], "mixtape try: -k invalid int value: 'two'."),
        (["--odd"], "mixtape try: unrecognized arguments: --odd."),
    ],
)
def test_a_mistake_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options("mixtape try")
    options.add_argument("-k", type=int)
    with pytest.raises(SystemExit) as left:
        options.parse_args(arguments)
    assert left.value.code == MISUSED
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"{sentence} `mixtape try --help` has all options.\n"

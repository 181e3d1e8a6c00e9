"""What each worked case asks, which lesson it leans on, and what to read; by the page's name."""

from typing import NamedTuple


class Case(NamedTuple):
    """A worked case.

    Attributes
    ----------
    question : str
        In a sentence or two.
    lesson : str
        The name of the lesson that it leans on (`gmm.ui.course.lessons`).
    reading : tuple of str
        What to read, an entry each, in Markdown: who, when, what, where, and what for.
    """

    question: str
    lesson: str
    reading: tuple[str, ...]


CASES = {
    "pulsars": Case(
        "Pulsars turn between once in some seconds and hundreds of times a second. "
        "How many kinds are there, and which pulsar is of which kind?",
        "how-many",
        (
            "K. J. Lee, L. Guillemot, Y. L. Yue, M. Kramer and D. J. Champion (2012), *Application "
            "of the Gaussian mixture model in pulsar astronomy*, Monthly Notices of the Royal "
            "Astronomical Society 424, arXiv:1205.6221.",
        ),
    ),
    "background": Case(
        "A camera does not move, but leaves and lamps do. "
        "Which pixels of a frame belong to the background, and which to somebody who walks by?",
        "the-m-step",
        (
            "C. Stauffer and W. E. L. Grimson (1999), *Adaptive background mixture models for "
            "real-time tracking*, IEEE Conference on Computer Vision and Pattern Recognition.",
        ),
    ),
    "speakers": Case(
        "A voice says that it is a certain person. Is it that person, or somebody else?",
        "shapes-and-density",
        (
            "D. A. Reynolds, T. F. Quatieri and R. B. Dunn (2000), *Speaker verification using "
            "adapted Gaussian mixture models*, Digital Signal Processing 10, 19-41.",
        ),
    ),
    "routines": Case(
        "Sensors in a home tell when somebody is active, and how much. "
        "Which routines do the days consist of, and how many are there?",
        "how-many",
        (
            "C. M. Bishop (2006), *Pattern Recognition and Machine Learning*, chapter 10.2: the "
            "variational mixture of Gaussians.",
            "A. Corduneanu and C. M. Bishop (2001), *Variational Bayesian model selection for "
            "mixture distributions*, Artificial Intelligence and Statistics: weights that shrink "
            "to nothing.",
            "D. M. Blei and M. I. Jordan (2006), *Variational inference for Dirichlet process "
            "mixtures*, Bayesian Analysis 1, 121-143.",
        ),
    ),
    "customers": Case(
        "Some customers of a telephone company leave. "
        "Which segments of customers are there, and how many of each leave?",
        "soft-against-hard",
        (),
    ),
    "anomalies": Case(
        "Most measurements are ordinary. Which ones are not, and how many alarms are false?",
        "shapes-and-density",
        (),
    ),
    "colours": Case(
        "A picture has thousands of colours. Which few of them make it up?",
        "soft-against-hard",
        (),
    ),
    "languages": Case(
        "A text or a piece of music comes without a name. "
        "Which language is it written in, and which style is it in?",
        "the-e-step",
        (),
    ),
    "gaps": Case(
        "A table has empty cells. What stood in them, and how sure can one be?",
        "ellipses",
        (),
    ),
}
QUESTIONS = {name: case.question for name, case in CASES.items()}

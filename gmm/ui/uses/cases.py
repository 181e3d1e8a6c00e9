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
            "Astronomical Society 424, arXiv:1205.6221: the same diagram of real pulsars.",
            "A. P. Igoshev and S. B. Popov (2013), *Gaussian mixture model and population "
            "synthesis of radio pulsars*, arXiv:1306.5589: why components need not be kinds.",
            "C.-A. Faucher-Giguère and V. M. Kaspi (2006), *Birth and evolution of isolated radio "
            "pulsars*, Astrophysical Journal 643, 332-355: the numbers of the simulation.",
        ),
    ),
    "background": Case(
        "A camera does not move, but leaves and lamps do. "
        "Which pixels of a frame belong to the background, and which to somebody who walks by?",
        "the-m-step",
        (
            "C. Stauffer and W. E. L. Grimson (1999), *Adaptive background mixture models for "
            "real-time tracking*, IEEE Conference on Computer Vision and Pattern Recognition.",
            "P. W. Power and J. A. Schoonees (2002), *Understanding background mixture models for "
            "foreground segmentation*, Image and Vision Computing New Zealand: why ρ = α / w.",
            "C. R. Wren, A. Azarbayejani, T. Darrell and A. P. Pentland (1997), *Pfinder: "
            "real-time tracking of the human body*, IEEE Transactions on Pattern Analysis and "
            "Machine Intelligence 19, 780-785: one Gaussian for each pixel.",
        ),
    ),
    "speakers": Case(
        "A voice says that it is a certain person. Is it that person, or somebody else?",
        "shapes-and-density",
        (
            "D. A. Reynolds, T. F. Quatieri and R. B. Dunn (2000), *Speaker verification using "
            "adapted Gaussian mixture models*, Digital Signal Processing 10, 19-41.",
            "S. B. Davis and P. Mermelstein (1980), *Comparison of parametric representations for "
            "monosyllabic word recognition*, IEEE Transactions on Acoustics, Speech, and Signal "
            "Processing 28: the mel cepstra.",
            "A. Martin, G. Doddington, T. Kamm, M. Ordowski and M. Przybocki (1997), *The DET "
            "curve in assessment of detection task performance*, Eurospeech.",
            "G. E. Peterson and H. L. Barney (1952), *Control methods used in a study of the "
            "vowels*, Journal of the Acoustical Society of America 24: the formants.",
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
        (
            "M. Wedel and W. A. Kamakura (2000), *Market Segmentation: Conceptual and "
            "Methodological Foundations*, 2nd edition: mixtures as segments, and what makes a "
            "segment useful.",
            "E. B. Wilson (1927), *Probable inference, the law of succession, and statistical "
            "inference*, Journal of the American Statistical Association 22, 209-212: the "
            "intervals.",
        ),
    ),
    "anomalies": Case(
        "Most measurements are ordinary. Which ones are not, and how many alarms are false?",
        "shapes-and-density",
        (
            "V. Chandola, A. Banerjee and V. Kumar (2009), *Anomaly detection: a survey*, ACM "
            "Computing Surveys 41, article 15: what else there is, and what an anomaly is.",
            "W. N. Street, W. H. Wolberg and O. L. Mangasarian (1993), *Nuclear feature extraction "
            "for breast tumor diagnosis*, SPIE 1905, 861-870: how the nuclei were measured.",
            "T. Fawcett (2006), *An introduction to ROC analysis*, Pattern Recognition Letters 27, "
            "861-874: false alarms against missed ones.",
        ),
    ),
    "colours": Case(
        "A picture has thousands of colours. Which few of them make it up?",
        "soft-against-hard",
        (
            "C. M. Bishop (2006), *Pattern Recognition and Machine Learning*, section 9.1.1: the "
            "colours of a picture by k-means.",
            "C. Carson, S. Belongie, H. Greenspan and J. Malik (2002), *Blobworld: image "
            "segmentation using expectation-maximization and its application to image querying*, "
            "IEEE Transactions on Pattern Analysis and Machine Intelligence 24, 1026-1038: "
            "colour, texture and position together.",
            "C. Rother, V. Kolmogorov and A. Blake (2004), *GrabCut: interactive foreground "
            "extraction using iterated graph cuts*, ACM Transactions on Graphics 23, 309-314: "
            "mixtures of colours, and neighbours that belong together.",
        ),
    ),
    "languages": Case(
        "A text or a piece of music comes without a name. "
        "Which language is it written in, and which style is it in?",
        "the-e-step",
        (
            "T. Hastie and R. Tibshirani (1996), *Discriminant analysis by Gaussian mixtures*, "
            "Journal of the Royal Statistical Society B 58, 155-176: one mixture a class.",
            "G. Tzanetakis and P. Cook (2002), *Musical genre classification of audio signals*, "
            "IEEE Transactions on Speech and Audio Processing 10, 293-302: spectral features, and "
            "a mixture for each genre.",
            "W. B. Cavnar and J. M. Trenkle (1994), *N-gram-based text categorization*, Symposium "
            "on Document Analysis and Information Retrieval: what works better for languages, "
            "short sequences of letters.",
        ),
    ),
    "gaps": Case(
        "A table has empty cells. What stood in them, and how sure can one be?",
        "ellipses",
        (
            "Z. Ghahramani and M. I. Jordan (1994), *Supervised learning from incomplete data via "
            "an EM approach*, Advances in Neural Information Processing Systems 6: EM with holes.",
            "D. B. Rubin (1976), *Inference and missing data*, Biometrika 63, 581-592: when one "
            "may go by the known cells.",
            "R. J. A. Little and D. B. Rubin (2002), *Statistical Analysis with Missing Data*, 2nd "
            "edition: regression, EM and multiple imputation.",
        ),
    ),
}
QUESTIONS = {name: case.question for name, case in CASES.items()}

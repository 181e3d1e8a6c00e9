"""What each page of the laboratory asks, in a sentence or two; by the page's name."""

QUESTIONS = {
    "starts": "EM climbs to the top that is nearest to its start. "
    "How many tops are there, and how often does a start reach the best one?",
    "components": "The log-likelihood grows with every component. "
    "How many components do the data support, and which criterion says so?",
    "shapes": "Four constraints allow four kinds of shapes. "
    "What does each fit gain, and what does it cost in parameters and in time?",
    "density": "A fitted mixture is a density. "
    "Where is it high, what do new points from it look like, and which points are unlikely?",
    "missing": "Some cells of a table are empty. "
    "What does EM learn from the rows that are only half there?",
    "climbers": "EM is one way to climb the likelihood. "
    "How do gradient ascent, SQUAREM and L-BFGS do from the same start?",
    "collapse": "A component can shrink onto a single point or a line. "
    "The likelihood then has no end. What happens, and what helps?",
}

"""Who is speaking: a background model, speakers adapted from it, and what the scores are worth."""

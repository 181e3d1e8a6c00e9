"""What the worked cases are made from: real tables and simulated data, with what is known."""

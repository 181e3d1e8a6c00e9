"""The case of customers who leave: segments, and how many of each leave."""

"""The case of anomalies: a threshold on the density against a box."""

"""The laboratory's page of components."""

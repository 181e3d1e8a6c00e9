"""The laboratory's page of density."""

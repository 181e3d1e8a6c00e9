"""The laboratory's page of missing."""

"""The laboratory's page of collapse."""

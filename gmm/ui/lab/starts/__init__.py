"""The laboratory's page of starts."""

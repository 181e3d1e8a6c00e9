"""The laboratory's page of shapes."""

"""The laboratory's page of climbers."""

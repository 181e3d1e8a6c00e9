<<<<<<< HEAD
"""The mixture as a density: where points are likely, new points, and outliers."""
=======
"""The laboratory's page of density."""
>>>>>>> lab

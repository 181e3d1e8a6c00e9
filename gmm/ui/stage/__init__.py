"""What the stage is given, and what it gives back."""

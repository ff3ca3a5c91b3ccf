"""What the guard is made of: reading words, binding their figures, and holding these against typed results."""

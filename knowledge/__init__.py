"""What is known about the reports; touches no customer row."""

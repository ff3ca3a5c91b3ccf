"""Scores from a partner's own data: the additive model, how it is learned, and what it says of a customer."""

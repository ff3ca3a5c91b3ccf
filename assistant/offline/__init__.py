"""Reads a question without a model: words, spans, query, or a question back."""

"""Customers in; answers, scores and reasons out. Deterministic; knows no language, no model, no terminal."""

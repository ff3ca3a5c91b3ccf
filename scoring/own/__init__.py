"""A partner's own data: what is computed of it by the rules of the catalogue, and the scores of a model."""

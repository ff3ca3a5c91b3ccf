"""The campaign brief: what a cohort, a shortlist or the customers of a question come to, to be handed on."""

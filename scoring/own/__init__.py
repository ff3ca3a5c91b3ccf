"""What follows from a partner's own data by rule: facts, cohorts, segments, potential revenue, models, workloads.

Everything is DuckDB SQL over tables, one row a customer, made from the catalogue (:mod:`knowledge.own`): its names
are quoted, its numbers written out, its texts parameters.
"""

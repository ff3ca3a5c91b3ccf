"""The partner's own data: customers, subscriptions, signals and opportunities, and what follows from them by rule:
facts, cohorts, segments, potential revenue, model types and next workloads.

The rules are DuckDB SQL over tables, one row a customer, made from the catalogue (:mod:`knowledge.own`): its names are
quoted, its numbers written out, its texts parameters.
"""

"""The partner's own data: customers, subscriptions, signals and opportunities."""

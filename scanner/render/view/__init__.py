"""The view model: everything a person reads, sorted, grouped, counted and worded. Pure; no markup."""

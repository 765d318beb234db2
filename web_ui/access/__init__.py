"""Who may do what: pairing, cookies and tokens, cross-site checks, rate limits, the log."""

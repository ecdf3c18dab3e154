"""立项/备案: filings with provider, contract and undertaking, their review and number, progress, findings, the end."""

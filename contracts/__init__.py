"""The words that the services share: events, codes, money, sealed values, refusals. Imports nothing of ours."""

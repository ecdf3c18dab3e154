"""Funding (拨付): awards with their explanation, allocation plans and their notice, budgets, payments, the ledger.

Every fen has one place at a time: in the budget, committed by a plan, released, with the bank, paid, sent back,
claimed back or recovered. The ledger says which, and never forgets.
"""

"""The registry: who exists (DL1, DL5, DL6, DL12, DL13, ALL5).

Accounts and their sessions, organisations and the people in them, the provider pool and its products,
accounts for payment, divisions, the working calendar, exclusion lists, and the messages that tell
people what concerns them. Every other service keeps copies of the few facts that it decides by.
"""

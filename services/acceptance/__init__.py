"""验收: the enterprise asks for acceptance, the district checks completeness, a third party judges level and spend."""

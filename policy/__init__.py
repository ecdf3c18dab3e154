"""The policy engine: reads packs and decides by them. Pure apart from loading a folder.

A pack is everything that one city decided for one programme year, as data with dates and articles:
`packs/<city>/<programme>-<year>/`. Writing one needs no Python. Its files:

    pack.yaml         who, how long, sources, calls and windows, numbers, notices, funds, divisions
    lifecycle.yaml    stages in their order, and which events open and close them
    conditions.yaml   dated values, rules and gates: who is eligible, what may be filed
    forms/*.yaml      pages and fields of each form
    attachments.yaml  slots for files, per stage
    routes.yaml       who reviews, in which order, within how many working days
    acceptance.yaml   dated values of acceptance: the minimum level, the opening date
    subsidy.yaml      subsidy lines: base, rate, cap
    split.yaml        which source pays which share
    texts.yaml        statements, letters and terms in Chinese
    cases/*.yaml      worked cases: given … expect …; every boundary and every date has one

The docstrings of calls, numbers, notices, lifecycle, conditions, gates, schema_values, forms, attachments,
routes, subsidy, split, texts and cases show how each is written; `shapes` and `shapes_forms` list every key.

Rules that hold in every file (`schema`, `shapes`, `links` refuse anything else, with file, line and key):

- Money, rates, levels and dates are quoted text; a float is refused anywhere, an unknown key too.
- A value that decides money or eligibility is *dated*: title, unit, `by` (the date it is looked up by)
  and periods. Each period cites `source: {ref, article}` or says `assumed: <reason>`; `packs check`
  lists what is assumed, and every explanation shows it as assumed.
- A source is named once, in pack.yaml (`sources`), and cited in the notice's own numbering.
- What several cities share stands in `packs/national/` (size classes, option lists, the editions of the
  assessment indicators with worked cases of their own); compiling copies it into the pack, so that a
  pack version is complete by itself and its sha256 covers every rule that it decides by.
"""

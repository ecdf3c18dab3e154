"""The shape of benchmarks.yaml: which projects are picked as what.

    picked_when: [acceptance_passed]          # milestones, as in lifecycle.yaml
    kinds:
      - code: lighthouse
        title: “小灯塔”企业
        at_most: 10
        recommendation: {title: 由综合型服务机构推荐, source: …}     # by a confirmed evaluation; may be left out
        source: {ref: plan, article: …}
    source: {ref: plan, article: …}

`at_most` counts in a sub-industry of `product_subsectors`; in the whole programme where the pack lists none.
"""

from __future__ import annotations

from policy.schema import Check, key, list_of, shape, text, whole
from policy.shapes_conditions import REQUIRED

_RECOMMENDATION = shape({"title": text}, basis=REQUIRED)
_KIND = shape({"code": key, "title": text}, {"at_most": whole(1), "recommendation": _RECOMMENDATION}, basis=REQUIRED)

BENCHMARKS: Check = shape(
    {"picked_when": list_of(key, at_least=1, unique=""), "kinds": list_of(_KIND, at_least=1, unique="code")},
    basis=REQUIRED,
)

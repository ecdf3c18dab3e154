"""Who plays in the demonstration. Names are invented, codes are made up and pass their check digit; phones use a
range that no operator gives out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from contracts.codes import with_check_character

CITY = "dalian"
PROGRAMME = "sme-digital-2024"
CITY_NAME = "大连市"
PASSWORD = "Demo-2026-shuzhuan"
PHONE = "13800000000"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One product of a contract: price per unit in yuan, and what the auditor found eligible."""

    product: str
    category: str
    link: str
    price_yuan: str
    audited_yuan: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Enterprise:
    """`story` says how far it goes: `rejected`, `returned` (and corrected), or straight on."""

    key: str
    name: str
    code: str
    division: str
    story: str = "straight"
    lines: tuple[Line, ...] = field(default_factory=tuple)

    @property
    def email(self) -> str:
        return f"{self.key}@demo.invalid"


@dataclass(frozen=True, kw_only=True)
class Product:
    """Of the N+X catalogue, with its highest price in yuan."""

    key: str
    title: str
    category: str
    ceiling_yuan: str


def code(number: int) -> str:
    """A made-up credit code of a Dalian enterprise."""
    return with_check_character(f"91210200MA0DM{number:04d}")


def account_number(enterprise: Enterprise) -> str:
    """A made-up account for payment: its digits come from the credit code."""
    digits = "".join(str(ord(character) % 10) for character in enterprise.code[-8:])
    return f"6222{digits}0000"


PROVIDER_CODE = code(9001)
PROVIDER_NAME = "示例智造数字科技有限公司"
PROVIDER_KIND = "pilot_provider"
PROVIDER_CLASSES = {"subsectors": ["bearing_gear_transmission", "auto_parts"], "scenarios": ["production_control"]}
INSTITUTION_CODE = code(9002)
INSTITUTION_NAME = "示例数字化评测中心有限公司"

PRODUCTS = (
    Product(key="mes", title="生产执行系统", category="N", ceiling_yuan="900000.00"),
    Product(key="erp", title="业务管理系统", category="N", ceiling_yuan="400000.00"),
    Product(key="gateway", title="数据采集网关", category="X", ceiling_yuan="100000.00"),
)

MANUAL_CASE = (
    Line(product="erp", category="software", link="business_system", price_yuan="300000.00", audited_yuan="300000.00"),
    Line(
        product="gateway",
        category="data_collection_equipment",
        link="production_control",
        price_yuan="100000.00",
        audited_yuan="100000.00",
    ),
)
OVER_THE_CAP = (
    Line(
        product="mes", category="software", link="production_control", price_yuan="900000.00", audited_yuan="900000.00"
    ),
    Line(product="erp", category="software", link="business_system", price_yuan="400000.00", audited_yuan="400000.00"),
)
OVER_A_CEILING = (
    Line(product="erp", category="software", link="business_system", price_yuan="200000.00", audited_yuan="200000.00"),
    Line(
        product="gateway",
        category="data_collection_equipment",
        link="production_control",
        price_yuan="100000.00",
        audited_yuan="140000.00",
    ),
)

ZHONGSHAN_DISTRICT, GANJINGZI_DISTRICT = "210202", "210211"

ENTERPRISES = (
    Enterprise(
        key="manual", name="大连示例轴承制造有限公司", code=code(1), division=ZHONGSHAN_DISTRICT, lines=MANUAL_CASE
    ),
    Enterprise(
        key="returned",
        name="大连示例齿轮有限公司",
        code=code(2),
        division=ZHONGSHAN_DISTRICT,
        story="returned",
        lines=MANUAL_CASE,
    ),
    Enterprise(
        key="rejected", name="大连示例食品有限公司", code=code(3), division=GANJINGZI_DISTRICT, story="rejected"
    ),
    Enterprise(
        key="capped", name="大连示例传动科技有限公司", code=code(4), division=GANJINGZI_DISTRICT, lines=OVER_THE_CAP
    ),
    Enterprise(
        key="ceiling",
        name="大连示例汽车零部件有限公司",
        code=code(5),
        division=GANJINGZI_DISTRICT,
        lines=OVER_A_CEILING,
    ),
)


def numbered(count: int) -> Iterator[Enterprise]:
    """More cases like the manual's, for load and for the kill demonstration."""
    for number in range(1, count + 1):
        yield Enterprise(
            key=f"case{number:04d}",
            name=f"大连示例第{number}机械有限公司",
            code=code(1000 + number),
            division=ZHONGSHAN_DISTRICT if number % 2 else GANJINGZI_DISTRICT,
            lines=MANUAL_CASE,
        )

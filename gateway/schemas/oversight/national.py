"""What the national platform is told, and how it is signed."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from contracts.national_feed import ALGORITHM, RECORD_SCHEMA
from gateway.schemas.base import LAST_POSITION, described
from gateway.schemas.declaration.kinds import count, day, flag, identity, instant, many, one_of, sha256, told

STAGES = ("declaration", "pilot_list", "project", "assessment", "acceptance", "funding")


def fen(description: str) -> fields.Integer:
    """An amount where the event tells one."""
    return count(f"{description}（分）/ in fen", null=True)


class NationalFeedQuery(Schema):
    """Where to go on."""

    after = fields.Integer(
        validate=validate.Range(0, LAST_POSITION, error="out_of_range"),
        metadata=described("已收到的最后一条的 number，首次为 0 / number of the last record that was stored"),
    )
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, 200, error="out_of_range"),
        metadata=described("条数 / records"),
    )


class NationalFileQuery(Schema):
    """Which period, by the day of the act, and as what."""

    happened_from = fields.Date(required=True, metadata=described("起始日（含）/ first day"))
    happened_until = fields.Date(required=True, metadata=described("截止日（含）/ last day"))
    file_format = one_of("文件格式 / format of the file", ["jsonl", "xlsx"], required=False)


class NationalRecord(Schema):
    """One happening of a case, with the case's whereabouts. What the event does not tell is null."""

    schema = one_of("格式版本 / version of the format", [RECORD_SCHEMA])
    city = told("城市 / city")
    number = count("序号，城市内连续 / counts the records of a city without gaps")
    previous = sha256("上一条的摘要 / digest of the record before")
    id = identity("标识 / id of the happening")
    event = told("事件名 / name of the event")
    stage = one_of("所属环节 / which part of a case it belongs to", STAGES)
    at = instant("发生时间 / time of the act")
    case_id = identity("案件标识 / case")
    project_id = identity("项目标识 / project", null=True)
    programme_year = told("项目年度 / programme year", null=True)
    pack = told("政策包版本 / pack", null=True)
    division = told("区划代码 / division", null=True)
    applicant_kind = told("主体类型 / enterprise or provider", null=True)
    credit_code = told("统一社会信用代码 / credit code", null=True)
    applicant_name = told("名称 / name", null=True)
    filing_number = told("备案号 / filing number", null=True)
    level_before = count("改造前水平 / level before", null=True)
    edition_before = told("改造前指标版本 / its edition", null=True)
    level_after = count("改造后水平 / level after", null=True)
    edition_after = told("改造后指标版本 / its edition", null=True)
    contract_number = told("合同编号 / contract number", null=True)
    signed_on = day("合同签订日期 / day of signature", null=True)
    contract_fen = fen("合同金额 / amount of the contract")
    down_payment_fen = fen("首付款 / down payment")
    completed_on = day("完工日期 / day of completion", null=True)
    accepted_on = day("验收日期 / day of acceptance", null=True)
    audited_fen = fen("审定金额 / audited amount")
    award_id = identity("奖补标识 / award", null=True)
    award_line = told("奖补政策行 / subsidy line", null=True)
    award_fen = fen("核定奖补 / award")
    amount_fen = fen("本次下达、拨付、退回或追回的金额 / what was released, paid, returned or claimed back")
    shares = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        required=True,
        allow_none=True,
        metadata=described("按资金来源的分担（分）/ shares by fund source, in fen"),
    )
    paid_on = day("到账日期 / day of payment", null=True)


class NationalFeedPage(Schema):
    """A page, signed: `signature` is over the canonical JSON of all members but `key_id` and `signature`."""

    city = told("城市 / city")
    after = count("所问位置 / what was asked with")
    items = many(NationalRecord, "记录 / records")
    next = count("下次的 after / `after` of the next call")
    has_more = flag("还有更多 / there is more now")
    key_id = told("签名密钥 / key that signed")
    signature = told("Ed25519 签名（base64）/ signature")


class NationalFeedKey(Schema):
    """A public key: 32 bytes in base64."""

    key_id = told("密钥标识 / key id")
    algorithm = one_of("算法 / algorithm", [ALGORITHM])
    public_key = told("公钥（base64）/ public key")


class NationalFeedKeys(Schema):
    """The keys of the installation."""

    items = many(NationalFeedKey, "公钥 / keys")

"""Electronic invoices as their issuers write them, with made-up parties and numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from tests.builders_evidence import BUYER, SELLER, a_number

Line = tuple[str, str, str]
"""Title, net amount, tax."""

LINES: Sequence[Line] = (("*软件*生产管控软件", "88495.58", "11504.42"),)


def digital_xml(
    number: str = a_number(1),
    *,
    lines: Sequence[Line] = LINES,
    totals: tuple[str, str, str] = ("88495.58", "11504.42", "100000.00"),
    seller: str = SELLER,
    buyer: str = BUYER,
    before: str = "",
) -> bytes:
    """数电发票: the structure of the tax bureau's download, with its signature and what nobody asks for."""
    items = "".join(
        f"<IssuItemInformation><ItemName>{title}</ItemName><SpecMod/><MeaUnits>套</MeaUnits><Quantity>1</Quantity>"
        f"<UnPrice>{net}</UnPrice><Amount>{net}</Amount><TaxRate>0.13</TaxRate><ComTaxAm>{tax}</ComTaxAm>"
        f"<TotaltaxIncludedAmount>0</TotaltaxIncludedAmount></IssuItemInformation>"
        for title, net, tax in lines
    )
    net, tax, gross = totals
    text = f"""<?xml version="1.0" encoding="UTF-8"?>{before}
<EInvoice xmlns="urn:example:einvoice">
  <Header><EIid>{number}</EIid><EInvoiceTag>SWEI3200</EInvoiceTag></Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>{seller}</SellerIdNum><SellerName>示例服务商</SellerName></SellerInformation>
    <BuyerInformation><BuyerIdNum>{buyer}</BuyerIdNum><BuyerName>示例企业</BuyerName></BuyerInformation>
    <BasicInformation>
      <TotalAmWithoutTax>{net}</TotalAmWithoutTax><TotalTaxAm>{tax}</TotalTaxAm>
      <TotalTax-includedAmount>{gross}</TotalTax-includedAmount>
      <RequestTime>2024-06-01 10:11:12</RequestTime>
    </BasicInformation>
    {items}
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber><IssueTime>2024-06-01</IssueTime></TaxSupervisionInfo>
  <Signature><InvoiceNumber>99999999999999999999</InvoiceNumber></Signature>
</EInvoice>"""
    return text.encode()


def attached_xml() -> bytes:
    """The invoice of before (增值税电子发票) as an OFD carries it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
  <fp:InvoiceCode>021002400011</fp:InvoiceCode><fp:InvoiceNo>12345678</fp:InvoiceNo>
  <fp:IssueDate>2024年06月01日</fp:IssueDate>
  <fp:Buyer><fp:BuyerName>示例企业</fp:BuyerName><fp:BuyerTaxID>{BUYER}</fp:BuyerTaxID></fp:Buyer>
  <fp:Seller><fp:SellerName>示例服务商</fp:SellerName><fp:SellerTaxID>{SELLER}</fp:SellerTaxID></fp:Seller>
  <fp:TaxInclusiveTotalAmount>318.00</fp:TaxInclusiveTotalAmount>
  <fp:TaxTotalAmount>18.00</fp:TaxTotalAmount>
  <fp:TaxExclusiveTotalAmount>300.00</fp:TaxExclusiveTotalAmount>
  <fp:GoodsInfos>
    <fp:GoodsInfo><fp:Item>*现代服务*实施服务</fp:Item><fp:Amount>400.00</fp:Amount>
      <fp:TaxAmount>24.00</fp:TaxAmount></fp:GoodsInfo>
    <fp:GoodsInfo><fp:Item>*现代服务*实施服务</fp:Item><fp:Amount>-100.00</fp:Amount>
      <fp:TaxAmount>-6.00</fp:TaxAmount></fp:GoodsInfo>
  </fp:GoodsInfos>
</eInvoice>""".encode()


def ofd(members: Mapping[str, bytes] | None = None) -> bytes:
    """An OFD with an invoice attached, or with other members."""
    held = {"Doc_0/Attachs/original_invoice.xml": attached_xml()} if members is None else members
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>')
        archive.writestr("Doc_0/Attachs/Attachments.xml", "<Attachments/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", "<Page><TextCode>318.00</TextCode></Page>")
        for name, body in held.items():
            archive.writestr(name, body)
    return content.getvalue()

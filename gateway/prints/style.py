"""How a print looks: plain as an official document, on A4, with the code and the page's number at the foot of each."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
@page {
  size: A4; margin: 24mm 22mm 30mm 26mm;
  @top-right { content: element(state); width: 60%; text-align: right; vertical-align: bottom; padding-bottom: 4mm }
  @bottom-left { content: element(foot); width: 82%; vertical-align: top; padding-top: 4mm }
  @bottom-right {
    content: "第 " counter(page) " 页 共 " counter(pages) " 页";
    font: 9pt "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", sans-serif;
    width: 18%; text-align: right; vertical-align: top; padding-top: 4mm
  }
}
html { font: 11pt/1.6 "Noto Serif CJK SC", "Source Han Serif SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", serif }
body { margin: 0; overflow-wrap: anywhere }
.state { position: running(state); font-size: 9pt; text-align: right }
.foot { position: running(foot); font-size: 7.5pt; line-height: 1.5; text-align: left; overflow-wrap: anywhere }
.mark {
  position: fixed; top: 38%; left: 0; right: 0; text-align: center; font-size: 110pt; letter-spacing: 40pt;
  color: #e4e4e4; transform: rotate(-30deg); z-index: -1
}
.programme { margin: 0; text-align: center; font-size: 11pt }
h1 { margin: 2mm 0 5mm; text-align: center; font-size: 17pt; line-height: 1.4 }
.head { display: flex; justify-content: space-between; margin: 0 0 2mm; font-size: 9.5pt }
h2 { margin: 5mm 0 2mm; font-size: 12pt; break-after: avoid }
h2.annex { break-before: page; text-align: center; font-size: 14pt }
h3 { margin: 2mm 0 1mm; font-size: 11pt; font-weight: normal; break-after: avoid }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 10.5pt; line-height: 1.5 }
th, td { border: 0.6pt solid #000; padding: 1.5mm 2mm; text-align: left; vertical-align: top; white-space: pre-wrap }
th { font-weight: normal }
.form th { width: 30% }
.rows th, .files th { text-align: center }
.rows td:first-child, .files td:first-child { text-align: center }
.files tr { break-inside: avoid }
.files { font-size: 9pt }
.none { margin: 0 }
.report table { font-size: 9.5pt }
.report tr { break-inside: avoid }
.note { margin: 0 0 1.5mm; font-size: 9.5pt }
.charts { display: flex; justify-content: space-between; break-inside: avoid }
.charts figure { margin: 0; width: 49%; text-align: center }
.charts svg { width: 100%; height: auto }
.charts figcaption { font-size: 9.5pt }
.statement { break-inside: avoid }
.statement h2 { text-align: center }
p { margin: 0 }
.letter p, .statement p { text-indent: 2em }
.part { break-after: avoid }
.letter p:first-child { text-indent: 0 }
.gap { height: 0.8em }
.signs { margin-top: 6mm; break-inside: avoid }
.signs td { border: 0; padding: 3mm 2mm 3mm 0; word-spacing: 0.4em; white-space: pre-wrap }
.sign-off { margin-top: 10mm; margin-left: 45%; line-height: 2.6; break-inside: avoid }
.sign-off p { word-spacing: 0.4em; white-space: pre-wrap }
"""

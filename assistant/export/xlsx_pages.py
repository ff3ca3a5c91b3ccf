"""How the sheets of a workbook are printed."""

from typing import Any

_A4 = 9


def set_pages(sheet: Any) -> None:
    """A4, lying, as wide as the sheet, numbered."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")

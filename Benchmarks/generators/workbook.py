#!/usr/bin/env python3
"""Writes an XLSX workbook with generated figures; the same arguments give the same bytes.

One sheet as a spreadsheet program writes it: a header, then municipality, grade and sex as shared texts, the school
year, and three columns of numbers. 98 municipalities x 17 grades x 3 sexes x 20 school years is 99,960 rows. The zip is
written with `zipfile`, so that nothing has to be installed. One line of JSON says what was written.
"""

import argparse
import sys
import zipfile

from figures import Figures, areas, finish
from rows import GRADES, SEXES

HEADER = ["Kommune", "Klassetrin", "Køn", "Skoleår", "Elever", "Fravær", "Udgift"]
YEARS = [f"{year}/{year + 1}" for year in range(2005, 2025)]
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATION}">'
    '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATION}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId3" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{SPREADSHEET}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" xfId="0"/></cellXfs></styleSheet>',
}


class Texts:
    """The workbook's shared texts."""

    def __init__(self):
        self.numbers = {}
        self.uses = 0

    def cell(self, place, text):
        self.uses += 1
        return f'<c r="{place}" t="s"><v>{self.numbers.setdefault(text, len(self.numbers))}</v></c>'

    def part(self):
        items = "".join(f"<si><t>{text}</t></si>" for text in self.numbers)
        return f'<sst xmlns="{SPREADSHEET}" count="{self.uses}" uniqueCount="{len(self.numbers)}">{items}</sst>'


def lines(rows, texts):
    """The rows of the sheet as XML, the header first."""
    figures = Figures(20_241_125)
    names = [name for _, name in areas("municipality")]
    grades = GRADES[: min(len(GRADES), max(1, round(rows / (len(names) * len(SEXES) * len(YEARS)))))]
    yield '<row r="1">' + "".join(texts.cell(f"{'ABCDEFG'[i]}1", HEADER[i]) for i in range(7)) + "</row>"
    row = 1
    for name in names:
        for grade in grades:
            for sex in SEXES:
                for year, pupils in zip(YEARS, figures.series(len(YEARS))):
                    row += 1
                    absence, cost = figures.draw(400), figures.draw(90_000)
                    yield (
                        f'<row r="{row}">' + texts.cell(f"A{row}", name) + texts.cell(f"B{row}", grade)
                        + texts.cell(f"C{row}", sex) + texts.cell(f"D{row}", year)
                        + f'<c r="E{row}"><v>{pupils}</v></c><c r="F{row}"><v>{absence / 10}</v></c>'
                        + f'<c r="G{row}"><v>{cost + cost % 100 / 100}</v></c></row>'
                    )


def write(path, rows):
    """Writes the file and gives its number of rows."""
    texts, written = Texts(), -1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:

        def entry(name):
            information = zipfile.ZipInfo(name, (2024, 11, 22, 12, 0, 0))
            information.compress_type = zipfile.ZIP_DEFLATED
            return information

        for name, text in PARTS.items():
            package.writestr(entry(name), DECLARATION + text)
        with package.open(entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(f'{DECLARATION}<worksheet xmlns="{SPREADSHEET}"><sheetData>'.encode())
            for line in lines(rows, texts):
                sheet.write(line.encode())
                written += 1
            sheet.write(b"</sheetData></worksheet>")
        package.writestr(entry("xl/sharedStrings.xml"), DECLARATION + texts.part())
    return written


def main():
    parser = argparse.ArgumentParser(description="Writes an XLSX workbook with generated figures.")
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=100_000, help="as near as the columns' product allows")
    arguments = parser.parse_args()
    finish(arguments.file, rows=write(arguments.file + ".partial", arguments.rows))


if __name__ == "__main__":
    sys.exit(main())

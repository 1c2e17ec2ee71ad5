"""Writes the corpora and dictionaries that fuzzing starts from: hand-made from the documented formats, no recorded bytes.

usage: seeds.py FOLDER

Makes FOLDER/TARGET/NNN for each target and FOLDER/TARGET.dict. Every corpus has at least 50 documents, well-formed ones
and broken ones; every dictionary at least 100 words.
"""

import gzip
import io
import itertools
import json
import pathlib
import struct
import sys
import zipfile
import zlib

import dictionaries

BOM = b"\xef\xbb\xbf"


def statbank_csv():
    """sources: StatBank's own description of CSV and BULK; delimiters, marks, quotes, decimal signs, cut ends."""
    head = "OMRÅDE;KØN;TID;INDHOLD"
    rows = ["000;TOT;2024K1;5961249", "766;M;2024K1;23456", "411;K;2024K1;..", "615;TOT;2023;46,5", "101;1;2024M01;-7"]
    values = ["0", "-0", "7", "37,7", "42955,60", "..", ".", ":", "-", "", "1.5", "\u22127", "007", "1.234.567", "12 %",
              "1e5", "99999999999999999999", "0,30000000000000004", '"7"', '"7,5"', "NaN", "M", "......", "12345678901"]
    for ending in ("\r\n", "\n"):
        for mark in ("", "\ufeff"):
            yield (mark + ending.join([head, *rows]) + ending).encode()
    for value in values:
        yield f"A;TID;INDHOLD\r\na;2024;{value}\r\n".encode()
    for delimiter in ("\t", ",", ";"):
        yield delimiter.join(["A", "TID", "INDHOLD\r\na", "2024", "1\r\n"]).encode()
    yield '"A";"B;C";"INDHOLD"\n"x;""y""";"b";"1,5"\n'.encode()
    yield b"A;INDHOLD\na;1\nb;1,5\nc;1.5\n"
    yield b"A;INDHOLD\na;1\n\n\n"
    yield b"A;INDHOLD\na;1\n\nb;2\n"
    yield b"A;INDHOLD\na;1"
    yield b"A;INDHOLD\n"
    yield b"INDHOLD\n1\n"
    yield b"A;VALUE\na;1\n"
    yield b"A;INDHOLD\na;b;1\n"
    yield b"A;INDHOLD\na\x00;1\n"
    yield b"A;INDHOLD\n\xff;1\n"
    yield b"<!DOCTYPE html><html></html>"
    yield b'{"errorTypeCode":"EXTRACT-NOTFOUND","message":"Tabel findes ikke"}'
    yield ("A;A;INDHOLD\n" + "a;b;1\n" * 3).encode()
    yield ("A;INDHOLD\n" + "".join(f"{number:03};{number}\n" for number in range(60))).encode()
    yield ("A;INDHOLD\n" + "x" * 300 + ";1\n").encode()
    for label in ("æøå ÆØÅ", "Over 100 år", "I alt", "4,1 til 5", "O'Brien", "tab\there"):
        yield f"ALDER;INDHOLD\n{label};1\n".encode()


def json_stat():
    """json-stat.org/format and its 1.x predecessor: wrappers, index forms, sparse objects, status forms, faults."""
    axes = {"A": ["a", "b"], "T": ["2023", "2024"]}

    def dimension(index_form, inner=None):
        result = {}
        for name, codes in axes.items():
            index = {
                "array": codes, "object": {code: place for place, code in enumerate(codes)},
                "turned": {code: place for place, code in reversed(list(enumerate(codes)))},
            }[index_form]
            result[name] = {"label": name, "category": {"index": index, "label": dict(zip(codes, codes))}}
        return result | (inner or {})

    values = [[1, 2.5, None, -4], {"0": 1, "3": 4e2}, ["1", "x", "", "2.5"], [1, 2, 3], [1, 2, 3, 4, 5], {"4": 1}, {}]
    statuses = [None, "e", ["p", "", "..", None], ["e"], {"0": "p", "3": ":"}, {"value": ["a", "b", "c", "d"]}, {"9": "x"}]
    two = {"class": "dataset", "version": "2.0", "id": list(axes), "size": [2, 2], "role": {"time": ["T"]}}
    for value, form in itertools.product(values, ("array", "object")):
        yield json.dumps(two | {"dimension": dimension(form), "value": value}).encode()
    for status in statuses:
        yield json.dumps(two | {"dimension": dimension("turned"), "value": values[0], "status": status}).encode()
    inner = {"id": list(axes), "size": [2, 2], "role": {"time": ["T"]}}
    one = {"dimension": dimension("object", inner), "value": values[0], "updated": "2025-03-25T07:00:00Z"}
    yield json.dumps(one).encode()
    yield json.dumps({"dataset": one}).encode()
    yield BOM + json.dumps({"version": "1.2", "ST01": one, "extension": {}}, indent=1).encode()
    yield json.dumps({"first": one, "second": one}).encode()
    yield json.dumps({"first": one, "second": {"href": "x"}}).encode()
    whole = two | {"dimension": dimension("array"), "value": values[0]}
    yield json.dumps({"class": "collection", "link": {"item": [{"class": "dataset", "href": "x"}]}}).encode()
    yield json.dumps({"class": "collection", "link": {"item": [whole, {"class": "dataset", "href": "x"}, whole]}}).encode()
    yield json.dumps({"class": "dimension", "category": {"index": ["a"]}}).encode()
    single = {"A": {"category": {"label": {"a": "Aa"}}}}
    yield json.dumps({"id": ["A"], "size": [1], "dimension": single, "value": [7]}).encode()
    yield json.dumps({"id": ["A"], "size": [1], "dimension": {"A": {"category": {}}}, "value": [7]}).encode()
    for size in ([2, 3], [2], ["2", "2"], [2.0, 2], [0, 2], [4000, 5000], [-1, 2], [99999999999, 2]):
        yield json.dumps(two | {"size": size, "dimension": dimension("array"), "value": values[0]}).encode()
    hundred = {name: {"category": {"index": [str(code) for code in range(40)]}} for name in "ABC"}
    yield json.dumps({"id": list("ABC"), "size": [40, 40, 40], "dimension": hundred, "value": {}}).encode()
    for odd in ("{", "[]", "{}", "null", '{"a":1}{', "//x\n{}", '{"dimension":{},"dimension":{}}', "7", '"x"',
                '{"id":["A"],"size":[1],"dimension":{"A":{"category":{"index":{"a":1}}}},"value":[1]}',
                '{"id":["A","A"],"size":[1,1],"dimension":{"A":{"category":{"index":["a"]}}},"value":[1]}',
                '{"id":["\\u00c5","\\ud83d\\ude00"],"size":[1,1],"dimension":{"\\u00c5":{"category":{"index":["a"]}},'
                '"\\ud83d\\ude00":{"category":{"index":["\\n"]}}},"value":[1e999]}',
                '{"error":{"id":"404","label":"Not found"}}', '{"id":[],"size":[],"dimension":{},"value":[1]}'):
        yield odd.encode()


def uddannelsesstatistik():
    """The rows of uddannelsesstatistik.dk: level names repeated, Danish numbers as texts, sometimes a string around."""
    area, step, year = "[Institution].[Kommune].[Kommune]", "[Klassetrin].[Skoletrin].[Skoletrin]", "[Tid].[Skoleår].[Skoleår]"
    for value in ("16,7 %", "2.351", "7,3", "100,0 %", "", "-1.234,5", "0", "\u22123 %", "12345", "1.23", "0.351", "14.4",
                  "<uoplyst>", "Over niveau", "..", "1e5", "2 351", "\u00a05\u00a0%", "4,1 til 5", "\u20133", "%", "- 3",
                  "1.234.567,891", "12.345,60\u202f%"):
        yield json.dumps([{area: "Hedensted", step: "Mellemtrin", year: "2024/2025", "Fravær": value}]).encode()
        yield json.dumps([{area: "Læsø", "Antal": value, "Andel": "1 %"}], ensure_ascii=False).encode()
    rows = [{area: name, year: "2023/2024", "m": number} for name, number in (("a", 1), ("b", 2.5), ("c", None))]
    yield json.dumps(rows, indent=1).encode()
    yield json.dumps(json.dumps(rows)).encode()
    yield json.dumps(json.dumps(json.dumps(rows))).encode()
    yield json.dumps([dict(reversed(row.items())) for row in rows]).encode()
    yield json.dumps([{"[Measures].[Antal]": "1", area: "a"}]).encode()
    yield json.dumps([{area: "a", "m": {"x": 1}}]).encode()
    yield json.dumps([{area: "a", "m": "1"}, {area: "a"}]).encode()
    yield json.dumps([{area: "a", "m": "1"}, {area: "a", "n": "1"}]).encode()
    yield json.dumps([{area: 766, "m": True}]).encode()
    for odd in ("[]", "{}", "[1]", "[{}]", '[{"a":1}]', '"x"', '[{"[A]":"a","[A]":"b","m":"1"}]', '{"message":"no"}', "[",
                '[{"[A]":"\\u00e5","m":"\\u0032"}]', '[{"[A]":null,"m":"1"}]', '[{"[A]":"a"}]'):
        yield odd.encode()


def kolada():
    """Kolada's answers, versions 2 and 3: genders in any order, deleted values, institutions, lists of areas, errors."""
    cell = {"gender": "T", "count": 1, "status": "", "value": 21.88749, "isdeleted": False}
    row = {"values": [cell], "kpi": "N21704", "period": 2023, "municipality": "0180"}

    def answer(*rows, **more):
        return json.dumps({"values": list(rows), "count": len(rows), "next_url": None, "previous_url": None} | more).encode()

    yield answer(row)
    yield answer(row, row | {"municipality": "0580"})
    yield BOM + answer(row | {"period": "2023"})
    for change in ({"value": None}, {"value": None, "status": "Missing"}, {"isdeleted": True}, {"gender": "K"}, {"gender": 1},
                   {"value": "7"}, {"value": -0.0}, {"status": 3}, {"status": None}, {"status": "x" * 40}, {"isdeleted": "no"}, {"value": []}):
        yield answer(row | {"values": [cell | change]})
        yield answer(row | {"values": [cell, cell | change, cell]})
    for key in cell:
        yield answer(row | {"values": [{name: value for name, value in cell.items() if name != key}]})
    for key in row:
        yield answer({name: value for name, value in row.items() if name != key})
    for change in ({"values": []}, {"values": {}}, {"values": [1]}, {"ou": "V15E1"}, {"period": None}, {"kpi": 7}, {"x": {"y": [1, {}]}}):
        yield answer(row | change)
    yield answer({name: value for name, value in row.items() if name != "municipality"} | {"ou": "V15E1"})
    second = dict(cell)
    second["is_deleted"] = second.pop("isdeleted")
    yield answer(row | {"values": [second]})
    for odd in ('{"values":[]}', '{"values":[1]}', "[]", "{}", '{"values":{}}', '{"error":"no"}', '{"values":[{"values":[{}]}]}', '{"values":[',
                '{"values":[{"kpi":"a","kpi":"b"}]}', '{"values":[{"id":"0180","title":"Stockholm","type":"K"}]}', "7"):
        yield odd.encode()


def small_json():
    """RFC 8259 in small: what StatBank says of tables and errors, every kind of value, every kind of fault."""
    yield json.dumps({"id": "X", "text": "T", "suppressedDataValue": "0", "footnote": {"text": "a\r\nb", "mandatory": True},
                      "variables": [{"id": "Tid", "text": "tid", "elimination": False, "time": True,
                                     "values": [{"id": "2023", "text": "2023"}]}]}).encode()
    yield '{"errorTypeCode":"EXTRACT-NOTFOUND","message":"Tabel findes ikke: æøå"}'.encode()
    for text in ("{}", "[]", "null", "true", "false", '""', "0", "-0", "1.5", "1e5", "1E+5", "-1.25e-3", "[1,2,3]", '{"a":{"b":[{}]}}',
                 r'"\u00e5"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\udc00"', r'"\x"', r'"\n\t\b\f\r\/\\\""', "01", "1.", ".5", "+1",
                 "1e", "- 1", "nul", "tru", "[1,]", "[,1]", "[1 2]", '{"a"}', '{"a":}', '{"a":1,}', "{a:1}", "{'a':1}", '{"a":1,"a":2}',
                 "[", "]", "{", "}", '"', '"a', "", " ", "1 2", "// x", "/* */1", "\t1\n", "NaN", "Infinity", '"\t"', "[" * 31 + "]" * 31,
                 "[" * 40 + "]" * 40, r'{"\u0061":1,"a":2}', "1e999", "123456789012345678901234567890"):
        yield text.encode()
    yield BOM + b"{}"
    yield b'"\xff"'
    yield b'"\xed\xa0\x80"'
    yield b'"\xc0\x80"'
    yield b'"\x00"'


PX_HEAD = 'CHARSET="ANSI";\nAXIS-VERSION="2013";\nCODEPAGE="{}";\nMATRIX="X";\nSTUB="område";\nHEADING="tid";\n'


def px():
    """The PX file format of 2013: keywords, KEYS, TIMEVAL, symbols, notes, languages, charsets, ends."""

    def document(keywords='VALUES("område")="A","B";\nVALUES("tid")="2023","2024";\n', data="1 2\n3 4;\n",
                 page="utf-8"):
        return (PX_HEAD.format(page) + keywords + "DATA=\n" + data).encode(
            {"utf-8": "utf-8", "Windows-1252": "cp1252", "iso-8859-15": "iso8859-15", "ibm850": "cp850"}.get(page, "latin-1")
        )

    values = 'VALUES("område")="A","B";VALUES("tid")="x","y";'
    yield document()
    for page in ("Windows-1252", "iso-8859-15", "ibm850", "iso-8859-1", "x"):
        yield document(page=page)
    for data in ("1 2 3 4", "1 2 3 4\n", "1;2;\n3;4;", "1,2 3 4;", "1 2 3;", "1 2 3 4 5;", '. ".." - "......";',
                 "-.5 1.5E+03 1e-2 .5;", '"..." "one" * 7;', "1 2 3 4;\x1a", "01 2 3 4;", "1 2\r\n3 4\r\n;\r\n", ""):
        yield document(values, data)
    for scale, periods in (("A1", '"2023","2024"'), ("A1", '"2023"-"2024"'), ("Q1", '"20231"-"20232"'), ("H1", '"20231","20232"'),
                           ("M1", '"202312"-"202401"'), ("W1", '"202052"-"202053"'), ("D1", '"20240228"-"20240229"'),
                           ("T1", '"20233","20241"'), ("X1", '"1","2"'), ("A1", '"2024"-"2023"'), ("A1", '"0001"-"9999"')):
        yield document(values + f'TIMEVAL("tid")=TLIST({scale}),{periods};')
        yield document(values + f'TIMEVAL("tid")=TLIST({scale},{periods});')
    yield document(values + 'CODES("område")="1","2";CODES("tid")="2023K1","2023K2";')
    yield document(values + 'CODES("område")="1";')
    yield document(values + 'VARIABLECODE("område")="OMRÅDE";')
    yield document(values + 'KEYS("område")=VALUES;', '"A",1 2\n"B",3 4;')
    yield document(values + 'CODES("område")="1","2";KEYS("område")=CODES;', '"2",1 2;')
    yield document(values + 'KEYS("område")=VALUES;', '"C",1 2;')
    yield document(values + 'LANGUAGE="da";LANGUAGES="da","en";STUB[en]="area";VALUES[en]("area")="A","B";')
    yield document(values + 'DATASYMBOL1="one";DATASYMBOLSUM="*";DATASYMBOLNIL="æ";', '"one" * "æ" -5;')
    yield document(values + 'NOTE="a;b\n"\n"c=d";CELLNOTE("A","x")="x";NOTEX("tid")="y#z";')
    yield document(values + 'PRECISION("tid","x")=3;DECIMALS=1;SHOWDECIMALS=1;CREATION-DATE="20240101 08:00";')
    yield document(values + 'HIERARCHIES("område")="A","A":"B";CONTVARIABLE="tid";UNITS="antal";')
    yield document('VALUES("område")="A","A";VALUES("tid")="x","y";')
    yield document('VALUES("område")="A","B";')
    yield document('VALUES("x")="A","B";')
    yield document(values + 'TITLE="unclosed;')
    yield document(values + '="x";')
    yield document(values + 'TITLE="a""b";')
    yield b'STUB="A";VALUES("A")="a";DATA=1;'
    yield b'STUB="\xe6";VALUES("\xe6")="a";DATA=1;'
    yield BOM + 'CHARSET="Unicode";STUB="æ";VALUES("æ")="a"\n"b";DATA=1;'.encode()
    yield b"<html>"


LAYOUT_ROWS = [
    "x;k;2023;2024\n1;Hedensted;1.234,5;M\n2;Vejle;7;..\n", "x,k,2023,2024\n1,a,1,2\n", "x\tk\t2023\t2024\n1\ta\t1.5\t2\n",
    "1;a;1;2\n2;b;3;4\n", '1;"a;b";1;2\n2;"c ""d""";3;4\n', '1;"a\nb";1;2\n', "x;k;2023\nTitel;;\n1;a;7\n",
    "x;k;2023\n1;a;7\n\nTegnforklaring:\nM mangler\n", "x;k;2023\n1;a;7\n;;8\n", "x;k;2023\n1;a;7 %\n2;b;-3%\n",
    "x;k;2023\n1;a;\u22127\n2;b;\u20137\n", "x;k;2023\n1;a;1 234\n2;b;1\u00a0234\n", "x;k;2023\r\n1;a;7\r\n", "x;k;2023\r1;a;7\r",
    "x;k;2023\n1;a;7", "x;k;k\n1;a;7\n", "x;k;2023\n1;a;7;8\n", "x;k;2023\n1;a\n", "x;k\n1;a\n", ";k;2023\n1;a;7\n",
    "x;k;2023\n1;a;\"7\n", "x;k;2023\n1;a\"b;7\n", "", "\n\n", "<html>",
]


def layout():
    """Delimited files and rows of JSON under layouts that the first two bytes choose."""
    for number, text in enumerate(LAYOUT_ROWS):
        for first, second in ((0x00, 0x24), (0x01 + (number % 3 << 2), 0x30), (0x10 + number % 2 * 0x40, number * 7 % 256)):
            codec = ["utf-8", "cp1252", "latin-1"][first & 3]
            yield bytes([first, second]) + text.encode(codec, "replace")
    for text in ('[{"x":1,"k":"a","2023":1.5,"2024":null}]', '[{"k":"a"},{"x":2,"k":"b","2023":"..","2024":true}]', "[]", "[1]", "{}",
                 '[{"k":{}}]', '[{"x":1,"k":"a","2023":1e999}]'):
        yield bytes([0x30, 0x20]) + text.encode()
    yield bytes([0x00, 0x24]) + BOM + "x;k;2023\n1;å;7\n".encode()
    yield bytes([0x80, 0x24]) + "x;k;2023\nNøgletal;;\n1;a;7\n".encode()


def sheet_xml():
    """Worksheets and the other parts of a workbook (ECMA-376); the first byte chooses the part."""
    rows = [
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row>', '<row><c s="2"><v>0.071</v></c></row>',
        '<row><c s="1"><v>45352</v></c></row>', '<row><c t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
        '<row><c t="str"><f>A1</f><v>x</v></c></row>', '<row><c><f>A1</f></c></row>', '<row><c t="b"><v>1</v></c></row>',
        '<row><c t="e"><v>#N/A</v></c></row>', '<row><c t="d"><v>2024-03-01T00:00:00</v></c></row>', '<row r="9"/>',
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<row r="2"/><row r="1"/>', '<row><c r="B1"/><c r="A1"/></row>',
        '<row><c><v>1e308</v></c><c><v>-0</v></c></row>', '<row><c t="s"><v>9</v></c></row>', '<row><c s="99"><v>1</v></c></row>',
        '<row><c><v>1</v><v>2</v></c></row>', '<row><c t="inlineStr"><is><r><rPr/><t>a&amp;b</t></r><rPh><t>c</t></rPh></is></c></row>',
        "<row><c><v>&#49;</v></c></row>", "<row><!-- x --><c><v><![CDATA[1]]></v></c></row>", "<row><?pi x?></row>",
        '<row><c t="inlineStr"><is><t>_x000D_a_x0041_</t></is></c></row>', "<x:row><x:c/></x:row>", "", "<row>text</row>",
        '<row><c t="inlineStr"><is><t>\r\n</t></is></c></row>',
    ]
    for row in rows:
        yield b"\0" + f"<worksheet><sheetData>{row}</sheetData></worksheet>".encode()
    yield b'\0<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<worksheet><dimension ref="A1"/><sheetData/></worksheet>'
    yield b'\0<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    for odd in ('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>', '<?xml version="1.1"?><worksheet/>', "<worksheet>", "</worksheet>",
                "<worksheet><sheetData/></worksheet><x/>", "<worksheet a='1' a='2'/>", "<worksheet><sheetData>&x;</sheetData></worksheet>",
                "<worksheet/>\0", "<worksheet><sheetData/><sheetData/></worksheet>", "<a>" * 70, '<?xml version="1.0" encoding="utf-16"?><x/>'):
        yield b"\0" + odd.encode()
    yield b"\0" + "<worksheet/>".encode("utf-16")
    for text in ("<sst><si><t>a</t></si></sst>", '<sst count="2"><si/><si><r><t>b</t></r><r><t>c</t></r></si></sst>', "<sst><x/></sst>"):
        yield b"\3" + text.encode()
    for code in ("0.0%", "dd\\-mm\\-yyyy", "[h]:mm", "[$-406]d. mmmm yyyy;@", "#,##0 &quot;d&quot;", "hh:mm AM/PM", "0_%", "[Red]0;-0"):
        yield b"\4" + (
            f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf/><xf numFmtId="164"/></cellXfs></styleSheet>'
        ).encode()
    for text in ('<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="Data" r:id="s"/></sheets></workbook>',
                 '<workbook xmlns:r="r"><sheets><sheet name="A" state="hidden" r:id="s"/></sheets><calcPr fullCalcOnLoad="1"/></workbook>'):
        yield b"\5" + text.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    for target in ("sheet.xml", "/xl/sheet.xml", "../xl/sheet.xml", "../../x", "none.xml"):
        yield b"\6" + f'<Relationships><Relationship Id="s" Type="{kind}worksheet" Target="{target}"/></Relationships>'.encode()
        yield b"\7" + f'<Relationships><Relationship Id="a" Type="{kind}officeDocument" Target="{target}"/></Relationships>'.encode()


def workbook(compression=zipfile.ZIP_DEFLATED, sheet=None, seekable=True, extra=()):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{kind}officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="Data" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s" Type="{kind}worksheet" Target="s.xml"/></Relationships>',
        "xl/s.xml": sheet or "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>",
    }
    buffer = io.BytesIO()
    if not seekable:
        buffer.seek = None
        buffer.tell = None
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, text in [*parts.items(), *extra]:
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = compression
            archive.writestr(info, text)
    return buffer.getvalue()


class Unseekable(io.RawIOBase):
    """What a writer that cannot go back writes: the sizes behind each entry."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, piece):
        self.bytes += bytes(piece)
        return len(piece)


def streamed(document):
    out = Unseekable()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, source.read(name))
    return out.bytes


def zip_directory():
    """APPNOTE.TXT: stored and deflated entries, descriptors, and every field of directory and end record changed."""
    plain, stored = workbook(), workbook(zipfile.ZIP_STORED)
    yield plain
    yield stored
    yield streamed(plain)
    yield workbook(extra=[("xl/media/a.bin", "x" * 2000)])
    yield workbook(extra=[("XL/S.XML", "twice")])
    yield workbook(extra=[("../x", "out")])
    yield workbook(sheet="<worksheet>" + " " * 5000 + "<sheetData/></worksheet>")
    end = stored.rindex(b"PK\5\6")
    for place, size in ((4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)):
        for value in (0, 1, 0xFFFF, (1 << 8 * size) - 1):
            field = struct.pack("<I", value & ((1 << 8 * size) - 1))[:size]
            yield stored[: end + place] + field + stored[end + place + size:]
    entry = stored.index(b"PK\1\2")
    for place, size in ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (42, 4)):
        for value in (1, 0xFFFFFFFF):
            field = struct.pack("<I", value & ((1 << 8 * size) - 1))[:size]
            yield stored[: entry + place] + field + stored[entry + place + size:]
    yield stored + b"x"
    yield b"x" + stored
    yield stored[:-1]
    yield stored[: len(stored) // 2]
    yield stored[:end] + stored[end:] + stored[end:]
    yield b"PK\5\6" + bytes(18)
    yield b"PK\3\4"
    yield b""


def gzip_layer():
    """RFC 1952: headers with every flag, levels, several members, trailers, cuts."""
    texts = [b"", b"a", b"A;INDHOLD\r\na;1\r\n" * 40, bytes(range(256)), b"x" * 5000]
    for text, level in itertools.product(texts, (0, 1, 9)):
        yield gzip.compress(text, level, mtime=0)
    whole = gzip.compress(texts[2], mtime=0)
    body, trailer = whole[10:-8], whole[-8:]
    fields = {4: b"\x05\x00abcde", 8: b"name\0", 16: b"comment\0"}
    for flags in range(0, 32):
        optional = b"".join(field for flag, field in fields.items() if flags & flag)
        header = b"\x1f\x8b\x08" + bytes([flags]) + bytes(4) + b"\x00\x03" + optional
        check = struct.pack("<H", zlib.crc32(header) & 0xFFFF) if flags & 2 else b""
        yield header + check + body + trailer
    for place in (0, 1, 2, 3, 9, 12, -8, -4, -1):
        changed = bytearray(whole)
        changed[place] ^= 0xFF
        yield bytes(changed)
    for length in (1, 5, 10, 20, len(whole) - 8, len(whole) - 1):
        yield whole[:length]
    yield whole + whole
    yield whole + b"\0"
    yield gzip.compress(whole, mtime=0)
    yield zlib.compress(texts[2])


def number():
    """A byte that chooses a layout's rule, then the text of a cell."""
    texts = ["0", "-0", "7", "-7", "\u22127", "\u20137", "2.351", "2,351", "1.234.567", "1.234,5", "42955,60", "14,4 %", "14.4", "0.351",
             "1e3", "1E-5", "1e999", "1e-400", "..", ".", ":", "-", "M", "U", "", " 7 ", "\u00a05\u00a0%", "1 234 567,5", "1\u202f234",
             "1  234", "+7", "7-", "(7)", "--7", "- 7", "007", "012.345", ",5", "5,", ".5", "5.", "1,2,3", "1..234", "12.34.567",
             "99999999999999999999,99999", "0,30000000000000004", "9007199254740993", "NaN", "inf", "0x10", "1'234", "\u0661",
             "123456789012345678901234567890", "7 kr.", "%", "7 %%", "1_000", "\u2009", "1\u2009234", "4,1 til 5"]
    for place, text in enumerate(texts):
        yield bytes([place * 5 % 16]) + text.encode()


def period():
    """sources: the time codes of StatBank in both languages, school years, spans, and texts beside them."""
    for text in ("2024 0001 9999 2023/2024 2023/24 23/24 99/00 1999/00 2024H1 2024H2 2024H3 2024K1 2024Q4 2024K5 2024M01 2024M12 2024M13 "
                 "2024M01D15 2024M02D29 2023M02D29 2024U01 2024W53 2020U53 2014U30-41 2014U30-29 2021:2022 1840:1849 2022:2021 "
                 "2022/23-2024/25 2022/2023-2024/2025 2024/25-2022/23 2020-\u2026 2020-... 2020- 2020-2024 2019M08-12 2019M12-08 20231 "
                 "202301 2024M1 2024K 2024k1 TOT IALT 24 0000 20245 2023/2025 50/51 49/50 2022/23\u20132024/25 \uff12\uff10\uff12\uff14").split():
        yield text.encode()
    for text in ("AUG - DEC 2019", "JAN - MAJ 2024", "DEC - AUG 2019", "AUG-DEC 2019", "", " 2024", "2024 ", "2024\0", "I alt"):
        yield text.encode()


def redirect():
    """A byte of status, body and count, then the base address and the Location lines."""
    base = "https://api.statbank.dk/v1"
    targets = ["/v2/data", "data2", "//api.statbank.dk/x", "https://API.STATBANK.DK:443/x#top", "http://api.statbank.dk/", "",
               "https://evil.example/", "https://api.statbank.dk.evil.example/", "https://api.statbank.dk./", "//evil.example",
               "https://api.statbank.dk:8443/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest", "file:///etc/passwd",
               "https://api.statbank.dk@127.0.0.1/", "ftp://api.statbank.dk/", "/a\n/b", "/a\x1b[31m", "https://127.1/", "\\\\evil\\x",
               "https://0x7f000001/", "https://2130706433/", "javascript:1", "https:/x", "https:x", "?q", "#f", "../../..", "/%2e%2e/x"]
    for place, target in enumerate(targets):
        yield bytes([3 + (place % 6 << 4)]) + f"{base}\n{target}".encode()
        yield bytes([place * 37 % 256]) + f"{base}\n{target}".encode()
    for host in ("http://127.0.0.1:8080/v1", "https://[::1]/x", "https://[64:ff9b::a9fe:a9fe]/", "https://[2002:7f00:1::]/", "https://10.0.0.1",
                 "https://0/", "https://0251.0376.0251.0376/", "https://[fe80::1%25eth0]/", "https://\u00e6.dk/", "https://a..b/",
                 "https://x:0/", "https://x:65536/", "https://user@x/", "HTTPS://X/?q=1#f"):
        yield b"\x03" + f"{host}\n/next".encode()


def control():
    """A byte, how many bytes come at a time, then frames of the control socket: docs/control.md."""
    def frame(content, length=None):
        return struct.pack(">I", len(content) if length is None else length) + content

    def request(verb, **arguments):
        return json.dumps({"version": 1, "verb": verb} | arguments, ensure_ascii=False).encode()

    sound = [request(verb) for verb in ("status", "metrics", "version", "runs", "log-level", "reload")]
    sound += [request("runs", limit=limit) for limit in (1, 1000, 0, 1001, -1, 1.5, "7", None, 1e3)]
    sound += [request("cancel", run=run) for run in (1, 0, 2**53, 2**63, "1")]
    sound += [request("set-log-level", level=level) for level in ("debug", "info", "warning", "error", "loud", 1)]
    sound += [request("fetch", all=True), request("fetch", all=True, force=True, wait=True), request("fetch", all=False),
              request("fetch", datasets=["folk1am"]), request("fetch", datasets=["a", "b", "elevfrav\u00e6r"], wait=True),
              request("fetch", datasets=["a", "a"]), request("fetch", datasets=[]), request("fetch", datasets=["a"], all=True),
              request("fetch", all=True, froce=True), request("status", x={"a": [1]}), request("stop")]
    sound += [b'{"version":2,"verb":"status"}', b'{"verb":"status"}', b'{"version":1}', b"{}", b"[]", b"7", b'"x"', b"", b"\xff",
              b'{"version":1,"verb":"status","verb":"reload"}', b'{"a":' + b"[" * 31 + b"]" * 31 + b"}", b"[" * 40, b'{"a":' * 40]
    sound += [json.dumps(answer).encode() for answer in (
        {"frame": "progress", "progress": {"text": {"da": "h", "en": "f"}, "subject": "folk1am", "done": 1, "total": 2, "unit": "byte"}},
        {"frame": "part", "text": "x"}, {"frame": "done", "bytes": 1}, {"frame": "done", "bytes": -1}, {"frame": "other"},
        {"frame": "error", "error": {"name": "busy", "status": 75, "text": {"da": "optaget", "en": "busy"}}},
        {"frame": "error", "error": {"name": "x", "status": 0, "text": {"da": "", "en": ""}}})]
    for place, content in enumerate(sound):
        yield bytes([place % 9]) + frame(content)
    for length in (0, 1, 28, 30, 65536, 65537, 2**32 - 1):
        yield b"\x03" + frame(sound[0], length)
    yield b"\x01" + frame(sound[0]) + frame(sound[1]) + frame(sound[2])[:-1]
    yield b"\x00GET / HTTP/1.1\r\n\r\n"


TARGETS = {
    "statbank-csv": (statbank_csv, "csv"), "json-stat": (json_stat, "json"), "uddannelsesstatistik": (uddannelsesstatistik, "json"),
    "kolada": (kolada, "json"), "small-json": (small_json, "json"), "px": (px, "px"), "layout": (layout, "csv"), "sheet-xml": (sheet_xml, "xml"), "zip": (zip_directory, "zip"),
    "gzip": (gzip_layer, "zip"), "number": (number, "number"), "period": (period, "period"), "redirect": (redirect, "url"),
    "control": (control, "control"),
}


def main(folder):
    for target, (seeds, words) in TARGETS.items():
        corpus = folder / target
        corpus.mkdir(parents=True, exist_ok=True)
        documents = list(dict.fromkeys(seeds()))
        lines = dictionaries.lines_of(dictionaries.WORDS[words])
        assert len(documents) >= 50, f"{target}: {len(documents)} seeds"
        assert len(lines) >= 100, f"{words}: {len(lines)} words"
        for number, document in enumerate(documents):
            (corpus / f"{number:03}").write_bytes(document)
        (folder / f"{target}.dict").write_text("\n".join(lines) + "\n")
        print(f"{target}: {len(documents)} seeds, {len(lines)} words")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

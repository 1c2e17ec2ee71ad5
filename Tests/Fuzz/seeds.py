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


WORDS = {
    "json": '{ } [ ] : , " null true false 0 1 -1 1e5 1e999 0.5 "value" "status" "dimension" "category" "index" "label" "id" "size" '
            '"role" "class" "dataset" "collection" "bundle" "link" "item" "href" "version" "2.0" "1.0" "extension" "note" "error" '
            '"metric" "time" "geo" "unit" "child" "source" "updated" "a" "b" "A" "T" "x" "2024" "2024K1" ".." "." ":" "p" "e" "" '
            '"\\\\u00e5" "\\\\ud83d\\\\ude00" "\\\\n" "1,5" "1.5" "2.351" "14,4\\x20%" "[A]" "[A].[B].[B]" "[Measures].[A]" "m" "k" '
            '[{ }] {} [] ,"value":[ ,"status":{ "0": "1": ,"size":[ ,"id":[ [1,1] [2,2] ["a"] {"a":0} \\xef\\xbb\\xbf \\x00 \\xff '
            '"<uoplyst>" "<fejl>" "16,7\\x20%" "-7" "0" 12345678901234567890 -0 1E+2 0.1e-3 // /* */ "x":{ }} ]} "]" "NaN" NaN '
            '"\\xc2\\xa0" "\\xe2\\x88\\x92" "\\xe2\\x80\\xaf" "\\xe2\\x80\\x93" "2.351,5" "1.234.567" "100,0\\x20%" "Antal"',
    "px": 'CHARSET= CODEPAGE= AXIS-VERSION= LANGUAGE= LANGUAGES= MATRIX= TITLE= STUB= HEADING= VALUES( CODES( TIMEVAL( KEYS( '
          'VARIABLECODE( DATASYMBOL1= DATASYMBOL2= DATASYMBOL3= DATASYMBOL4= DATASYMBOL5= DATASYMBOL6= DATASYMBOLSUM= DATASYMBOLNIL= '
          'DATA= NOTE= NOTEX= CELLNOTE( VALUENOTE( PRECISION( DECIMALS= SHOWDECIMALS= UNITS= CONTENTS= CONTVARIABLE= LAST-UPDATED= '
          'CREATION-DATE= SUBJECT-AREA= SUBJECT-CODE= HIERARCHIES( DOMAIN( VARIABLE-TYPE( ELIMINATION( TLIST(A1) TLIST(H1) TLIST(T1) '
          'TLIST(Q1) TLIST(M1) TLIST(W1) TLIST(D1) TLIST( ),"2023" ,"2024" "2023"-"2024" "20231"-"20234" "202301" "20240228" [en] [da] '
          '"ANSI" "utf-8" "Windows-1252" "iso-8859-15" "ibm850" "ASCII" "Unicode" "OEM" =VALUES; =CODES; "A" "B" "x" "y" ; , : ( ) [ ] = '
          '" "" . .. ... .... ..... ...... - "." ".." "..." "-" 1 0 -1 .5 -.5 1e5 1.5E+03 \\x0a \\x0d\\x0a \\x1a \\x00 \\xe6 \\xff '
          '\\xef\\xbb\\xbf \\xc3\\xa6 "omr\\xc3\\xa5de" =YES; =NO; "#"',
    "csv": 'OMR\\xc3\\x85DE K\\xc3\\x98N TID ALDER INDHOLD ;INDHOLD ,INDHOLD \\x09INDHOLD ; , \\x09 " "" ";" \\x0d\\x0a \\x0a \\x0d '
           '\\xef\\xbb\\xbf 000 766 615 101 084 TOT IALT M K 1 2 0 -7 7 37,7 42955,60 1.5 1,5 2.351 2,351 1.234,5 1.234.567 .. . : - '
           '"" \\xe2\\x88\\x92 \\xe2\\x80\\x93 \\xc2\\xa0 \\xe2\\x80\\xaf 2024 2024K1 2024M01 2024U01 2023/2024 % \\x20% 14,4\\x20% 1e5 '
           'Hedensted Vejle L\\xc3\\xa6s\\xc3\\xb8 "a;b" "c\\x20\\"\\"d\\"\\"" Tegnforklaring: N\\xc3\\xb8gletal x;k;2023 x;k; ;; ;;; '
           '\\x0a\\x0a \\x00 \\xff \\xc3 \\xe6 \\xf8 \\xe5 \\x80 \\x96 0,30000000000000004 99999999999999999999 9007199254740993 1\\x20234 '
           '[{"k":"a"}] {"x":1, "k": "2023": }] null true "a\\x0ab" kommune a b c d x y 007 -0 +7 7- (7) I\\x20alt \\x09\\x09 k;k k x '
           '4,1\\x20til\\x205 "7" "7,5" "INDHOLD" A;INDHOLD A;B;INDHOLD a;1 a;b;1 \\x0d\\x0aa;1 <html> {"',
    "xml": '<worksheet> </worksheet> <sheetData> </sheetData> <sheetData/> <row> </row> <row/> <row\\x20r="1"> <c> </c> <c/> <c\\x20r="A1"> '
           '<c\\x20t="s"> <c\\x20t="b"> <c\\x20t="e"> <c\\x20t="d"> <c\\x20t="n"> <c\\x20t="str"> <c\\x20t="inlineStr"> <c\\x20s="1"> '
           '<c\\x20s="2"> <v> </v> <v/> <f> </f> <is> </is> <t> </t> <t\\x20xml:space="preserve"> <r> <rPr/> <rPh> </rPh> <sst> </sst> <si> '
           '</si> <si/> <styleSheet> </styleSheet> <numFmts> </numFmts> <cellXfs> </cellXfs> <xf\\x20numFmtId="14"/> <xf/> '
           '<mergeCells> <mergeCell\\x20ref="A1:B2"/> </mergeCells> <workbook> </workbook> <sheets> </sheets> <workbookPr\\x20date1904="1"/> '
           '<calcPr\\x20fullCalcOnLoad="1"/> <Relationships> </Relationships> <?xml\\x20version="1.0"?> <?xml <?x ?> <!-- --> <![CDATA[ ]]> '
           '<!DOCTYPE <!ENTITY &amp; &lt; &gt; &quot; &apos; &#49; &#x41; &x; &#0; _x000D_ _x0041_ xmlns:r="r" r:id="s" name="Data" '
           'state="hidden" Target="sheet.xml" Type="worksheet" Id="s" A1 XFD1048576 A1:B2 1 0 -1 0.071 45352 1e308 #N/A TRUE '
           '2024-03-01T00:00:00 0.0% dd-mm-yyyy [h]:mm \\xef\\xbb\\xbf \\xff\\xfe \\x00 \\xff \\xef\\xbf\\xbf > < / = " \' x: </x:row>',
    "zip": 'PK\\x03\\x04 PK\\x01\\x02 PK\\x05\\x06 PK\\x06\\x06 PK\\x06\\x07 PK\\x07\\x08 \\x14\\x00 \\x00\\x00 \\x08\\x00 \\x01\\x00 '
           '\\xff\\xff \\xff\\xff\\xff\\xff \\x00\\x00\\x00\\x00 \\x01\\x00\\x00\\x00 \\x2d\\x00 \\x08\\x08 \\x00\\x08 \\x63\\x00 \\x01\\x99 '
           '_rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels xl/s.xml xl/worksheets/sheet1.xml [Content_Types].xml ../x /x C:/x x\\\\y '
           'x//y ./x \\x03\\x00 \\x4b\\x00 \\xed\\xfd \\x01\\x00\\x00\\xff\\xff ' + " ".join(f"\\x{n:02x}\\x00" for n in range(2, 80)),
    "number": '0 1 7 9 -7 -0 +7 . , - .. : M U % \\x20% \\x20 \\xc2\\xa0 \\xe2\\x80\\xaf \\xe2\\x80\\x89 \\xe2\\x88\\x92 \\xe2\\x80\\x93 '
              '\\xe2\\x80\\x94 2.351 2,351 1.234 1,234 1.234.567 1,234,567 1\\x20234 1\\x20234\\x20567 .5 5. ,5 5, 0.351 0,351 000 001 .000 '
              ',000 .234 ,234 e E e5 E+05 e-5 e999 e-400 1e308 1e-308 9007199254740993 99999999999999999999 0,30000000000000004 '
              '123456789012345678901234567890 NaN nan inf Infinity 0x10 1_000 1\' \' (7) 7- -- - 14,4\\x20% 100,0\\x20% kr. mio. til '
              '4,1\\x20til\\x205 <uoplyst> <fejl> null \\xd9\\xa1 \\xef\\xbc\\x91 \\xc2\\xbd ... .... * ** / < > ½ 10 100 1000 10000 '
              '1000000 12345 54321 007 012 0.1 0.2 0.3 1.5 2.5 -1.5 -1,5 -1.234 -1.234,5 12.34 12,34 123.456 123,456 1234.567 1234,567',
    "period": '2024 2023 0001 9999 2020 1999 2000 / : - H K Q M U W D H1 H2 K1 K2 K3 K4 Q1 Q2 Q3 Q4 M01 M02 M03 M04 M05 M06 M07 M08 M09 '
              'M10 M11 M12 U01 U02 U30 U41 U52 U53 W01 W52 W53 D01 D15 D28 D29 D30 D31 -41 -12 /24 /25 /2024 /2025 :2022 :2024 23/24 24/25 '
              '99/00 2022/23-2024/25 2022/2023- \\xe2\\x80\\xa6 ... \\xe2\\x80\\x93 -\\xe2\\x80\\xa6 -... JAN FEB MAR APR MAJ MAY JUN JUL '
              'AUG SEP OKT OCT NOV DEC \\x20-\\x20 AUG\\x20-\\x20DEC\\x20 2019 TOT IALT \\x20 \\x00 \\xef\\xbc\\x92 0 1 9 00 01 12 13 31 32 '
              '52 53 54 20231 202301 20240229 K5 M00 M13 U00 U54 H0 H3 D00 D32',
    "url": 'https:// http:// ftp:// file:// // / ? # @ : % . .. ../ ./ api.statbank.dk api.statbank.dk. evil.example localhost 127.0.0.1 127.1 '
           '0x7f000001 2130706433 017700000001 0 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 169.254.169.254 224.0.0.1 255.255.255.255 '
           '[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [64:ff9b:1::1] [2002:7f00:1::] [fe80::1] [fc00::1] [ff02::1] '
           '[2001:db8::1] [fe80::1%25eth0] :443 :80 :8443 :0 :65535 :65536 user@ user:pass@ %2e %2f %00 %0a %0d%0a %E2%80%AE \\x0a \\x0d '
           '\\x09 \\x20 \\x00 \\\\ \\\\\\\\ \\xe2\\x80\\xae \\xef\\xbc\\x8f \\xe3\\x80\\x82 xn-- xn--a \\xc3\\xa6.dk /v1 /v1/data /v2/data data ?q=1 '
           '#top javascript: data: gopher:// HTTPS:// HTTP:// hTTps:// https:/ https: https:\\\\\\\\ ///x //evil.example \\\\evil /%2e%2e/ '
           ';a=b &a=b ~ * + = $ , ! \' ( ) [ ] { } | ^ ` < > " \\x7f \\x80 \\xff 1 2 3 .1 .0x1 a..b -a a- _ ..',
}

TARGETS = {
    "statbank-csv": (statbank_csv, "csv"), "json-stat": (json_stat, "json"), "uddannelsesstatistik": (uddannelsesstatistik, "json"),
    "px": (px, "px"), "layout": (layout, "csv"), "sheet-xml": (sheet_xml, "xml"), "zip": (zip_directory, "zip"),
    "gzip": (gzip_layer, "zip"), "number": (number, "number"), "period": (period, "period"), "redirect": (redirect, "url"),
}


def dictionary(words):
    """A word a line as libFuzzer reads them; what is not printable ASCII is written in the word itself as \\xHH."""
    lines = []
    for word in dict.fromkeys(words.split(" ")):
        raw = "".join(char if char.isascii() else "".join(f"\\x{byte:02x}" for byte in char.encode()) for char in word)
        lines.append('"' + raw.replace('\\"', '"').replace('"', '\\"') + '"')
    return lines


def main(folder):
    for target, (seeds, words) in TARGETS.items():
        corpus = folder / target
        corpus.mkdir(parents=True, exist_ok=True)
        documents = list(dict.fromkeys(seeds()))
        lines = dictionary(WORDS[words])
        assert len(documents) >= 50, f"{target}: {len(documents)} seeds"
        assert len(lines) >= 100, f"{words}: {len(lines)} words"
        for number, document in enumerate(documents):
            (corpus / f"{number:03}").write_bytes(document)
        (folder / f"{target}.dict").write_text("\n".join(lines) + "\n")
        print(f"{target}: {len(documents)} seeds, {len(lines)} words")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

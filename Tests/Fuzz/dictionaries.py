"""The words of each format that fuzzing mixes into documents; seeds.py writes them for libFuzzer."""

WORDS = {
    "json": '{ } [ ] : , " null true false 0 1 -1 1e5 1e999 0.5 "value" "status" "dimension" "category" "index" "label" "id" "size" '
            '"role" "class" "dataset" "collection" "bundle" "link" "item" "href" "version" "2.0" "1.0" "extension" "note" "error" '
            '"metric" "time" "geo" "unit" "child" "source" "updated" "a" "b" "A" "T" "x" "2024" "2024K1" ".." "." ":" "p" "e" "" '
            '"\\\\u00e5" "\\\\ud83d\\\\ude00" "\\\\n" "1,5" "1.5" "2.351" "14,4\\x20%" "[A]" "[A].[B].[B]" "[Measures].[A]" "m" "k" '
            '[{ }] {} [] ,"value":[ ,"status":{ "0": "1": ,"size":[ ,"id":[ [1,1] [2,2] ["a"] {"a":0} \\xef\\xbb\\xbf \\x00 \\xff '
            '"<uoplyst>" "<fejl>" "16,7\\x20%" "-7" "0" 12345678901234567890 -0 1E+2 0.1e-3 // /* */ "x":{ }} ]} "]" "NaN" NaN '
            '"\\xc2\\xa0" "\\xe2\\x88\\x92" "\\xe2\\x80\\xaf" "\\xe2\\x80\\x93" "2.351,5" "1.234.567" "100,0\\x20%" "Antal" '
            '"values" "kpi" "municipality" "ou" "period" "gender" "count" "isdeleted" "is_deleted" "T" "K" "M" "0180" "N21704" 2023',
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
    "control": '{ } [ ] : , " null true false 0 1 -1 1.5 1e3 1000 1001 "version":1 "version": "verb": "verb":"status" "verb":"metrics" '
               '"verb":"version" "verb":"runs" "verb":"log-level" "verb":"fetch" "verb":"reload" "verb":"cancel" "verb":"set-log-level" '
               '"status" "metrics" "version" "runs" "log-level" "fetch" "reload" "cancel" "set-log-level" "verb" "limit" "limit":7 '
               '"datasets" "datasets":["a"] "datasets":["a","b"] "datasets":[] "all" "all":true "all":false "force" "force":true '
               '"force":false "wait" "wait":true "run" "run":1 "level" "level":"debug" "level":"info" "level":"warning" '
               '"level":"error" "debug" "info" "warning" "error" "frame" "frame":"progress" "frame":"part" "frame":"done" '
               '"frame":"error" "progress" "part" "done" "progress":{ "text" "text":"x" "text":{"da":"a","en":"b"} "da" "en" "da":"a" '
               '"en":"b" "subject" "subject":"a" "done":1 "total" "total":2 "unit" "unit":"byte" "bytes" "bytes":0 "bytes":1 "error":{ '
               '"name" "name":"busy" "status":75 "status":71 "status":0 {} [] [[ ]] {"a": }} \\\\u0000 \\\\ud83d\\\\ude00 \\\\u00e6 '
               '\\\\n \\x00\\x00\\x00\\x01 \\x00\\x00\\x00\\x1d \\x00\\x00\\x00\\x02{} \\x00\\x01\\x00\\x00 \\x00\\x01\\x00\\x01 '
               '\\xff\\xff\\xff\\xff \\x00 \\xff \\xef\\xbb\\xbf \\xc3\\xa6 ,"all":true} "a" "b" 2147483648 9223372036854775808',
}


def lines_of(words):
    """A word a line as libFuzzer reads them; what is not printable ASCII is written in the word itself as \\xHH."""
    lines = []
    for word in dict.fromkeys(words.split(" ")):
        raw = "".join(char if char.isascii() else "".join(f"\\x{byte:02x}" for byte in char.encode()) for char in word)
        lines.append('"' + raw.replace('\\"', '"').replace('"', '\\"') + '"')
    return lines

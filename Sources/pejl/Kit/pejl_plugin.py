"""Write an analysis plugin for pejl in Python: one function, figures in, findings out.

    from pejl_plugin import Finding, danish, english, run

    def analyse(request, series):
        for one in series.of(area=request.municipality):
            last = one.figures[-1]
            if last.value is not None:
                yield Finding(one, last.period, last.value, statistic="latest", unit=one.indicator.unit,
                              text=(f"Tallet er {danish(last.value, 1)}.", f"The figure is {english(last.value, 1)}."))

    run("my-plugin", analyse)

This file speaks version 1 of the protocol (docs/plugin-protocol.md of pejl) and needs nothing but Python 3.9 or newer.
It lies beside the plugin and is pinned together with it. What is printed goes to the log, never among the messages.
"""

import datetime
import decimal
import json
import math
import os
import re
import select
import sys
import traceback

PROTOCOL_VERSION = 1
MAXIMUM_LINE_BYTES = 1 << 20  # the line feed included

_METHODS = ("initialize", "analyse", "data/series", "data/finding", "data/end", "cancel", "shutdown")
_LEVELS = ("debug", "info", "warning", "error")
# Statuses of figures that a reader must be told of, and the caveats that tell.
_STATUS_CAVEATS = {"P": "provisional-values", "E": "estimated-values", "B": "break-in-series"}


# ---- What may go wrong

class PluginFailure(Exception):
    """Why an analysis cannot be made. Raise one of the three below; any other exception counts as SystemFailure."""

    code = -32002


class ConfigFailure(PluginFailure):
    """The settings are wrong, and a person must change them."""

    code = -32000


class TransientFailure(PluginFailure):
    """Another try may succeed."""

    code = -32001


class SystemFailure(PluginFailure):
    """Anything else."""


class FindingError(ValueError):
    """A finding that pejl would refuse; the message says which, and why."""


class _Cancelled(Exception):
    """The host wants no answer any more."""


class _Ended(Exception):
    """The host went away while the analysis ran."""


class _BadMessage(Exception):
    """The host's message makes no sense."""


# ---- What a plugin is told

class Text:
    """A text in both languages: .da and .en."""

    def __init__(self, da, en):
        self.da, self.en = da, en

    def __repr__(self):
        return f"Text({self.da!r}, {self.en!r})"


class Area:
    """A municipality or another area: .code, such as "766", and .name."""

    def __init__(self, params):
        self.code, self.name = params["code"], params["name"]


class Group:
    """Areas to compare with: .id, such as "country", .title (Text), .members (codes, the municipality's among them)."""

    def __init__(self, params):
        self.id, self.members = params["id"], params["members"]
        self.title = Text(params["title"]["da"], params["title"]["en"])


class Indicator:
    """A statistic: .id, .title (Text), .unit, .decimals, .direction, .definition, .caveats, .breaks, .weight.

    direction is "higher_better", "lower_better" or "neutral"; caveats are codes with the periods they hold for; breaks
    are days ("2017-01-01") from which figures cannot be compared with earlier ones; weight is None or a dictionary.
    """

    def __init__(self, params):
        self.id, self.unit, self.decimals = params["id"], params["unit"], params["decimals"]
        self.title = Text(params["title"]["da"], params["title"]["en"])
        self.direction, self.definition = params["direction"], params["definition"]
        self.caveats = params["caveats"]
        self.breaks = sorted(params.get("breaks") or [])
        self.weight = params.get("weight")

    @property
    def difference_unit(self):
        """The unit of a difference of two values: per cent differ by percentage points."""
        return "percentage_points" if self.unit == "%" else self.unit


class Request:
    """Everything besides the figures.

    .publication number; .municipality code; .name the municipality's; .areas and .indicators by code; .groups by
    identifier; .settings by name, typed and checked against plugin.toml; .clock ISO 8601; .seed for anything random; .findings of the
    plugins that plugin.toml names under inputs: (plugin, finding) with the finding as docs/plugin-protocol.md has it.
    """

    def __init__(self, params):
        self.publication, self.municipality = params["publication"], params["municipality"]
        self.areas = {area["code"]: Area(area) for area in params["areas"]}
        self.groups = {group["id"]: Group(group) for group in params["groups"]}
        self.indicators = {one["id"]: Indicator(one) for one in params["indicators"]}
        self.settings, self.clock, self.seed = params["settings"], params["clock"], params["seed"]
        self.findings = []

    @property
    def name(self):
        """The municipality's name, or its code where it is not among the areas."""
        area = self.areas.get(self.municipality)
        return area.name if area else self.municipality


class Figure:
    """One figure: .period; .value, None where there is none; .status, a letter of SDMX CL_OBS_STATUS.

    A is normal, Q suppressed, O missing, M cannot exist, P provisional, E estimated, B both sides of a break.
    A suppressed figure is not zero.
    """

    def __init__(self, period, value, status):
        self.period, self.value, self.status = period, value, status


class Series:
    """The figures of one indicator, area and breakdown in the order of time.

    .indicator (Indicator), .area (code), .breakdown (dimension to member), .title (Text, empty where there is no
    breakdown), .figures (Figure, oldest first).
    """

    def __init__(self, params, indicators):
        columns = (params["periods"], params["values"], params["statuses"])
        if len({len(column) for column in columns}) != 1:
            raise _BadMessage(f"the columns of {params['indicator']} {params['area']} differ in length")
        for value in params["values"]:
            if value is not None and (isinstance(value, (bool, str)) or not math.isfinite(value)):
                raise _BadMessage(f"the value {value!r} of {params['indicator']} {params['area']} is not a number")
        if params["indicator"] not in indicators:
            raise _BadMessage(f"a series of {params['indicator']}, which is not among the indicators")
        self.indicator, self.area = indicators[params["indicator"]], params["area"]
        self.breakdown = params["breakdown"]
        self.title = Text(params["breakdownTitle"]["da"], params["breakdownTitle"]["en"])
        self.figures = [Figure(*row) for row in zip(*columns)]

    def at(self, period):
        """The figure of a period, or None."""
        return next((one for one in self.figures if one.period == period), None)

    def pieces(self):
        """The figures in pieces that can be compared within themselves: cut at each break of the indicator.

        Nothing may be computed from one piece to another. A figure whose status is B mixes both sides and belongs to
        none. Figures without a value stay, so that neighbours in a piece are neighbours in time.
        """
        pieces, side = [], None
        for figure in self.figures:
            if figure.status == "B":
                side = None
                continue
            breaks = self.indicator.breaks
            passed = sum(1 for day in breaks if day <= first_day(figure.period)) if breaks else 0
            if side != passed:
                pieces.append([])
                side = passed
            pieces[-1].append(figure)
        return pieces


class AllSeries(list):
    """Every series that was sent, in the order of indicator, breakdown and area."""

    def of(self, indicator=None, area=None, breakdown=None):
        """The series of an indicator (identifier), an area (code) and a breakdown; None stands for all."""
        return [
            one for one in self
            if (indicator is None or one.indicator.id == indicator) and (area is None or one.area == area)
            and (breakdown is None or one.breakdown == breakdown)
        ]

    def across(self, one, period, members=None):
        """The same figure of every area, or of those in `members`: an Across."""
        values, caveats = {}, set()
        for other in self.of(one.indicator.id, None, one.breakdown):
            figure = other.at(period)
            if figure is None or figure.value is None or not (members is None or other.area in members):
                continue
            values[other.area] = figure.value
            if figure.status in _STATUS_CAVEATS:
                caveats.add(_STATUS_CAVEATS[figure.status])
        return Across(values, caveats)


class Across(dict):
    """Value by area code, for areas that have one, and .caveats, what their statuses call for."""

    def __init__(self, values, caveats):
        super().__init__(values)
        self.caveats = caveats


# ---- What a plugin finds

class Finding:
    """One typed result, checked as it is made.

    series       the Series it is about: gives indicator, area and breakdown
    period       the period it is about
    value        a finite number in `unit`
    statistic    its name in kebab case, such as "change"
    unit         the indicator's, its difference_unit, "rank", ...
    text         a sentence in Danish and one in English: (da, en)
    kind         one of the kinds in plugin.toml; the plugin's identifier unless given
    group        identifier of the comparison group
    periods      the periods of `series` it was computed from; `period` alone unless given
    areas        the areas it was computed from, best an Across; the series' own unless given
    inputs       in place of periods and areas: a list of (Series, period, areas)
    count        number of areas with a value; known for the series' own area and for an Across
    caveats      codes; those of the indicators that hold for the periods, and what the statuses of the series' own
                 figures and of an Across call for, are always added
    lower, upper, rank, rank_low, rank_high   where there are any
    """

    def __init__(self, series, period, value, *, statistic, unit, text, kind=None, group="country", periods=None,
                 areas=None, inputs=None, count=None, caveats=(), lower=None, upper=None, rank=None, rank_low=None,
                 rank_high=None):
        self._name = f"finding {statistic!r} on {series.indicator.id} {series.area} {period}"
        if inputs is None:
            inputs = [(series, each, areas or [series.area]) for each in (periods or [period])]
        if not inputs:
            raise self._error("it has no inputs; name the figures it was computed from")
        codes = set(caveats)
        for one, each, areas_of in inputs:
            codes.update(code for code, held in one.indicator.caveats.items() if each in held)
            codes.update(getattr(areas_of, "caveats", ()))
            figure = one.at(each)
            if figure is None and one.area in areas_of:
                raise self._error(f"its input {one.indicator.id} {each} was not sent")
            if figure is not None and figure.status in _STATUS_CAVEATS and one.area in areas_of:
                codes.add(_STATUS_CAVEATS[figure.status])
        if count is None:
            count = self._count(inputs)
        da, en = self._sentences(text)
        self._params = {
            "kind": kind, "indicator": series.indicator.id, "area": series.area, "breakdown": series.breakdown,
            "period": period, "group": group, "statistic": statistic, "value": self._number("value", value),
            "unit": unit, "count": self._whole("count", count),
            "caveats": sorted(codes), "text": {"da": da, "en": en},
            "inputs": [
                {"indicator": one.indicator.id, "breakdown": one.breakdown, "period": each, "areas": sorted(areas_of)}
                for one, each, areas_of in inputs
            ],
        }
        for key, number in (("lower", lower), ("upper", upper)):
            if number is not None:
                self._params[key] = self._number(key, number)
        for key, number in (("rank", rank), ("rankLow", rank_low), ("rankHigh", rank_high)):
            if number is not None:
                self._params[key] = self._whole(key, number)

    def _count(self, inputs):
        areas = {area for _, _, areas_of in inputs for area in areas_of}
        if len(areas) > 1 and not all(isinstance(areas_of, Across) or len(areas_of) == 1 for _, _, areas_of in inputs):
            raise self._error("count is missing: how many of the areas have a value")
        return len(areas)

    def _error(self, problem):
        return FindingError(f"{self._name}: {problem}")

    def _sentences(self, text):
        try:
            da, en = (text.da, text.en) if isinstance(text, Text) else text
        except (TypeError, ValueError):
            raise self._error("text is a pair of sentences, Danish and English") from None
        for language, sentence in (("Danish", da), ("English", en)):
            if not isinstance(sentence, str) or not sentence.strip():
                raise self._error(f"the {language} sentence is missing")
            if sentence != _sound(sentence):
                raise self._error(f"the {language} sentence holds half a character")
        return da, en

    def _number(self, key, number):
        try:
            number = float(number)
        except (TypeError, ValueError):
            raise self._error(f"{key} is {number!r}; a number is wanted") from None
        if not math.isfinite(number):
            raise self._error(f"{key} is {number}; a finite number is wanted")
        return number

    def _whole(self, key, number):
        if self._number(key, number) != int(number):
            raise self._error(f"{key} is {number!r}; a whole number is wanted")
        return int(number)


# ---- Small helpers

def _sound(text):
    """A text without halves of characters, which are not UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def danish(value, decimals=0):
    """A number as it is written in Danish: 1.234,5. A minus is a real one."""
    return english(value, decimals).translate({ord(","): ".", ord("."): ","})


def english(value, decimals=0):
    """A number as it is written in English: 1,234.5. A minus is a real one, and what rounds to zero has none."""
    return f"{_rounded(value, decimals):,.{decimals}f}".replace("-", "\u2212")


def rounded(value, decimals):
    """The number nearest to a value rounded half away from zero: 100 - 92.9 with one decimal is 7.1."""
    return float(_rounded(value, decimals))


def _rounded(value, decimals):
    # Nine places further out first, so that the noise of binary arithmetic does not decide a half; as pejl itself does.
    near = decimal.Decimal(f"{value:.{decimals + 9}f}")
    number = near.quantize(decimal.Decimal(1).scaleb(-decimals), decimal.ROUND_HALF_UP, decimal.Context(prec=400))
    return number if number else abs(number)


def first_day(period):
    """The first day of a period, such as "2023-08-01" of 2023/2024; of several in a row, the first of the first."""
    match = re.match(r"(\d{4})(?:/\d{4}|([HKQMUW])(\d{1,2})(?:D(\d{2}))?)?(?=$|[-:])", period)
    if not match:
        raise SystemFailure(f"{period!r} is not a period that this file knows")
    year, letter, number, day = int(match[1]), match[2], int(match[3] or 1), int(match[4] or 1)
    if "/" in match[0]:
        return f"{year:04}-08-01"
    if letter in ("U", "W"):
        return datetime.date.fromisocalendar(year, number, 1).isoformat()
    months = {None: 1, "M": 1, "K": 3, "Q": 3, "H": 6}[letter]
    return datetime.date(year, (number - 1) * months + 1, day).isoformat()


def log(message, level="info"):
    """Tells the host what happens; level is "debug", "info", "warning" or "error"."""
    if level not in _LEVELS:
        raise ValueError(f"level is {level!r}; one of {', '.join(_LEVELS)} is wanted")
    _tell("log", level, message)


def progress(message):
    """Tells the host how far the analysis is."""
    _tell("progress", "info", message)


def _tell(method, level, message):
    if _session is not None:
        text = _sound(" ".join(str(message).split())[:2000])
        _session.send({"method": method, "params": {"level": level, "message": text}})
    else:
        print(f"{level}: {message}", file=sys.stderr)


# ---- The conversation

def run(identifier, analyse):
    """Speaks with pejl for one plugin, and ends the process.

    Arguments:
        identifier: The plugin's identifier, as in plugin.toml.
        analyse: A function of (Request, AllSeries) that yields or returns findings.

    Exit status 0, or 70 where the host's messages make no sense; 64 where a person started it.
    """
    if sys.stdin is None or sys.stdin.isatty():
        print(
            f"{identifier} is a plugin of pejl: pejl starts it and speaks with it on standard input and output.\n"
            "Try it out in its folder:\n"
            "  pejl plugin test .\n"
            "  pejl plugin run . --publication /var/lib/pejl/published/pejl.sqlite",
            file=sys.stderr,
        )
        sys.exit(64)
    # Whatever the author or a library prints goes to the log: descriptor 1 is standard error from here on.
    output = os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    global _session
    _session = _Session(identifier, analyse, _Lines(0), output)
    try:
        _session.converse()
    except _BadMessage as problem:
        print(f"{identifier}: the host's message makes no sense: {problem}", file=sys.stderr)
        sys.exit(70)
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)


_session = None


class _Lines:
    """Lines of a descriptor, of limited length."""

    def __init__(self, descriptor):
        self._descriptor, self._pending, self._ended = descriptor, bytearray(), False
        self._searched = 0

    def next(self):
        """The next line without its line feed, or None at the end."""
        while True:
            end = self._pending.find(b"\n", self._searched)
            if end >= MAXIMUM_LINE_BYTES or (end < 0 and len(self._pending) >= MAXIMUM_LINE_BYTES):
                raise _BadMessage(f"a line is longer than {MAXIMUM_LINE_BYTES} bytes")
            if end >= 0:
                line = bytes(self._pending[:end])
                del self._pending[:end + 1]
                self._searched = 0
                return line
            self._searched = len(self._pending)
            read = b"" if self._ended else os.read(self._descriptor, 1 << 16)
            if not read:
                self._ended = True
                if self._pending:
                    raise _BadMessage("the input ends within a line")
                return None
            self._pending += read

    def is_waiting(self):
        """Whether something can be read without waiting."""
        return bool(self._pending) or bool(select.select([self._descriptor], [], [], 0)[0])


class _Session:
    def __init__(self, identifier, analyse, lines, output):
        self._identifier, self._analyse = identifier, analyse
        self._lines, self._output = lines, output
        self._is_ready = False
        self._early = None
        self._drop()

    def _drop(self):
        self._id, self._request, self._series, self._count = None, None, AllSeries(), 0

    def converse(self):
        while True:
            line, self._early = self._early or self._lines.next(), None
            if line is None or not self._receive(line):
                return

    # What the host says

    def _receive(self, line):
        """Handles one line; false when the conversation is over."""
        head = self._parse(line)
        method, identifier = head.get("method"), head.get("id")
        if method not in _METHODS:
            if identifier is not None and method is not None:
                self._fail(identifier, -32601, f"unknown method {method}")
            return True
        if method == "shutdown":
            self._answer(identifier, {})
            return False
        if method == "cancel":
            self._cancel()
            return True
        try:
            self._take(method, identifier, head["params"])
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            raise _BadMessage(f"{method}: {type(problem).__name__} {problem}") from problem
        if method == "data/end" and self._id is not None:
            return self._find(head["params"]["series"], head["params"].get("findings", 0))
        return True

    @staticmethod
    def _parse(line):
        def refuse(constant):
            raise ValueError(f"{constant} is not JSON")
        try:
            head = json.loads(line.decode("utf-8"), parse_constant=refuse)
        except (ValueError, RecursionError) as problem:
            raise _BadMessage(f"not JSON in UTF-8 ({problem})") from problem
        if not isinstance(head, dict) or head.get("jsonrpc") != "2.0":
            raise _BadMessage("not a message of JSON-RPC 2.0")
        return head

    def _take(self, method, identifier, params):
        if method == "initialize":
            low, high = params["minimum"], params["maximum"]
            if not low <= PROTOCOL_VERSION <= high:
                text = f"the host speaks versions {low} to {high}, this plugin {PROTOCOL_VERSION}"
                return self._fail(identifier, ConfigFailure.code, text)
            self._is_ready = True
            self._answer(identifier, {"version": PROTOCOL_VERSION, "plugin": self._identifier})
        elif method == "analyse":
            if not self._is_ready:
                return self._fail(identifier, -32600, "initialize comes first")
            self._drop()
            self._id, self._request = identifier, Request(params)
        elif method == "data/series":
            if self._id is not None:
                self._series.append(Series(params, self._request.indicators))
        elif method == "data/finding":
            if self._id is not None:
                self._request.findings.append((params["plugin"], params["finding"]))
        elif not isinstance(params["series"], int):
            raise ValueError("the number of series is not a number")

    def _cancel(self):
        if self._id is not None:
            self._fail(self._id, TransientFailure.code, "cancelled")
            self._drop()

    # What the plugin says

    def _find(self, expected, expected_findings):
        """Analyses and answers; false when the conversation is over."""
        try:
            if expected != len(self._series):
                raise SystemFailure(f"{len(self._series)} series came, the host sent {expected}")
            if expected_findings != len(self._request.findings):
                raise SystemFailure(f"{len(self._request.findings)} findings came, the host sent {expected_findings}")
            for finding in self._analyse(self._request, self._series) or ():
                self._emit(finding)
            self._answer(self._id, {"findings": self._count})
        except _Cancelled:
            self._cancel()
        except (BrokenPipeError, _BadMessage):
            raise
        except _Ended:
            return False
        except PluginFailure as failure:
            self._fail(self._id, failure.code, str(failure) or type(failure).__name__)
        except Exception as problem:  # whatever the author's function raises is the answer
            traceback.print_exc(file=sys.stderr)
            self._fail(self._id, SystemFailure.code, f"{type(problem).__name__}: {problem}")
        self._drop()
        return True

    def _emit(self, finding):
        if not isinstance(finding, Finding):
            raise FindingError(f"analyse yields {type(finding).__name__}; Finding is wanted")
        # Cancel is seen at once; whatever else comes waits its turn.
        if self._early is None and self._lines.is_waiting():
            line = self._lines.next()
            if line is None:
                raise _Ended
            if self._parse(line).get("method") == "cancel":
                raise _Cancelled
            self._early = line
        params = dict(finding._params)
        params["kind"] = params["kind"] or self._identifier
        self.send({"method": "finding", "params": params})
        self._count += 1

    def _answer(self, identifier, result):
        self.send({"id": identifier, "result": result})

    def _fail(self, identifier, code, message):
        self.send({"id": identifier, "error": {"code": code, "message": _sound(message[:2000])}})

    def send(self, message):
        """Writes one line."""
        message["jsonrpc"] = "2.0"
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        line = text.encode("utf-8") + b"\n"
        if len(line) > MAXIMUM_LINE_BYTES:
            raise SystemFailure(f"a message of {len(line)} bytes; a line holds {MAXIMUM_LINE_BYTES}")
        view = memoryview(line)
        while view:
            view = view[os.write(self._output, view):]

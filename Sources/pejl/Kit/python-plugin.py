"""How much a figure changed from one period to the next, in the municipality itself."""

from pejl_plugin import Finding, danish, english, rounded, run


def analyse(request, series):
    """Yields findings; pejl_plugin.py says what request and series hold."""
    for one in series.of(area=request.municipality):
        for piece in one.pieces():  # nothing is computed across a break
            for before, now in zip(piece, piece[1:]):
                if before.value is None or now.value is None:
                    continue
                change = rounded(now.value - before.value, one.indicator.decimals)
                if abs(change) >= request.settings["at_least"]:
                    yield finding(request, one, before, now, change)


def finding(request, one, before, now, change):
    da = [one.indicator.title.da, one.title.da, request.name]
    en = [one.indicator.title.en, one.title.en, request.name]
    amount = abs(change), one.indicator.decimals
    da_word = "steg" if change > 0 else "faldt" if change < 0 else "ændrede sig ikke:"
    en_word = "rose" if change > 0 else "fell" if change < 0 else "did not change:"
    return Finding(
        one, now.period, change, kind="change", statistic="change", unit=one.indicator.difference_unit,
        periods=[before.period, now.period],
        text=(
            f"{', '.join(da)}: {da_word} {danish(*amount)} procentpoint fra {before.period} til {now.period}",
            f"{', '.join(en)}: {en_word} {english(*amount)} percentage points from {before.period} to {now.period}",
        ),
    )


run("{{id}}", analyse)

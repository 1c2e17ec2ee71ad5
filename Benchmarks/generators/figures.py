"""What the generators share: pejl's own areas, and figures that are the same every time."""

import json
import os

AREAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Sources/PejlModel/Areas/areas.txt")


def areas(kind=None):
    """Code and name of the areas in pejl's catalogue; others would be refused."""
    found = []
    with open(AREAS, encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                parts = line.rstrip("\n").split(" ", 4)
                if kind in (None, parts[0]):
                    found.append((parts[1], parts[4]))
    return found


def quarters(count, first_year=2008):
    """Codes of quarters, as StatBank writes them."""
    return [f"{first_year + number // 4}K{number % 4 + 1}" for number in range(count)]


class Figures:
    """A linear congruential generator: no figure depends on the version of Python."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, below):
        """A whole number from 0."""
        self.state = (self.state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        return (self.state >> 16) % below

    def series(self, count):
        """One series: a level between 0 and 262,143, mostly small, and a step for each period."""
        state = (self.state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
        level = (state >> 13) >> (state >> 9 & 15)
        values = []
        for _ in range(count):
            state = (state * 1_103_515_245 + 12_345) & 0x7FFF_FFFF
            value = level + (state >> 16) % 25 - 12
            values.append(value if value > 0 else 0)
        self.state = state
        return values


def finish(path, **facts):
    """Gives the written file its name and prints what it holds."""
    os.replace(path + ".partial", path)
    print(json.dumps({**facts, "bytes": os.path.getsize(path)}))

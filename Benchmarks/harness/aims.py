"""The aims that the measurements are held against."""

from dataclasses import dataclass


@dataclass
class Aim:
    """What was wanted and what was measured; `met` is decided on the measured figure, not on the printed one."""

    subject: str
    wanted: str
    measured: str
    met: bool


class Aims:
    """Collects aims and prints them as a table."""

    def __init__(self):
        self.all = []

    def faster(self, subject, peer, factor, ours, theirs):
        """`ours` seconds at least `factor` times faster than `theirs`."""
        self.add(subject, f"at least {factor} times as fast as {peer}", f"{theirs / ours:.1f} times", theirs >= factor * ours)

    def at_most(self, subject, wanted, measured, limit, unit):
        """`measured` no more than `limit`."""
        self.add(subject, f"{wanted}: {limit:.2f} {unit}", f"{measured:.2f} {unit}", measured <= limit)

    def add(self, subject, wanted, measured, met):
        self.all.append(Aim(subject, wanted, measured, met))

    def table(self):
        lines = ["| | wanted | measured | |", "| --- | --- | ---: | --- |"]
        lines += [
            f"| {aim.subject} | {aim.wanted} | {aim.measured} | {'met' if aim.met else '**missed**'} |"
            for aim in self.all
        ]
        missed = sum(not aim.met for aim in self.all)
        return lines + ["", f"{len(self.all) - missed} of {len(self.all)} met."]

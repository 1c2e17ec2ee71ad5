"""What the readers share: they time the reading alone and then say what was read, so that it can be compared."""

import json
import time


class Reading:
    """Times a `with` block; ``say`` prints what it came to as a line of JSON."""

    def __enter__(self):
        self.start = time.perf_counter()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.start

    def say(self, cells, numbers, total):
        """`cells` with a figure or a mark, `numbers` of them figures, and their sum."""
        line = {"rows": int(cells), "numbers": int(numbers), "sum": float(total), "seconds": round(self.seconds, 4)}
        print(json.dumps(line))

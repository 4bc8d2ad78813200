"""`make bench`: everything that is measured, from one run; ratios rather than seconds."""

from __future__ import annotations

from tests.bench import accuracy, end_to_end

if __name__ == "__main__":
    end_to_end.run()
    accuracy.run()

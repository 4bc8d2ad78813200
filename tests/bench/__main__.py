"""`make bench`: everything that is measured, from one run; ratios rather than seconds.

`python -m tests.bench plans [FOLDER]`: the plan check alone, on the PDFs of a folder as well; `forms` and `kinds`:
these alone.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bench import accuracy, end_to_end, forms, kinds, plans

if __name__ == "__main__":
    match sys.argv[1:]:
        case ["plans", *folders]:
            plans.run(Path(folders[0]) if folders else None)
        case ["forms"]:
            forms.run()
        case ["kinds"]:
            kinds.run()
        case _:
            end_to_end.run()
            accuracy.run()
            kinds.run()
            forms.run()
            plans.run()

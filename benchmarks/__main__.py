"""`make bench`: measure, print the table, leave with 1 where a limit is not held."""

import sys
import tempfile
from pathlib import Path

from benchmarks import faces, importing
from benchmarks.processes import registry


def main() -> int:
    """Run every measurement in a folder of its own; how many limits were not held."""
    failed = 0
    for part in (faces, importing):
        with tempfile.TemporaryDirectory(prefix="bench") as name:
            folder = Path(name)
            setup_file = folder / "setup.toml"
            setup_file.write_text(registry(folder, "setup", "--example"), "utf-8")
            for result in part.measure(folder, setup_file):
                print(result, flush=True)
                failed += not result.passed
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)

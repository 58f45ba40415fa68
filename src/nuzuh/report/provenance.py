"""What it takes to make an output again, and to see that its inputs are the same."""

import hashlib
from importlib.metadata import version
from pathlib import Path


def made_from(folder: Path) -> dict[str, object]:
    """Versions of what made an output, and the hashes of the files that it was made from."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        "nuzuh": version("nuzuh"),
        "packages": {name: version(name) for name in ("numpy", "numba", "scipy", "pandas", "xarray", "spacy")},
        "inputs": {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    }

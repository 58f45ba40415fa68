"""The reader against five real reports, where they are."""

import subprocess
import sys
from pathlib import Path

import pytest

from nuzuh.evidence.documents import load_documents
from nuzuh.evidence.reader import read

SHARED = Path(__file__).parents[4] / "shared"

pytestmark = pytest.mark.skipif(not (SHARED / "reports").is_dir(), reason=f"the real reports are not at {SHARED}")


def test_the_real_reports_are_read_well(tmp_path: Path) -> None:
    paths = sorted((SHARED / "reports").glob("*.txt"))
    documents, problems = load_documents(paths, manifest=SHARED / "reports" / "manifest.csv")
    assert not problems
    told = tmp_path / "claims.jsonl"
    told.write_text("".join(c.model_dump_json() + "\n" for c in read(documents)), encoding="utf-8")
    tool, key = SHARED / "tools" / "score_claims.py", SHARED / "gold" / "seeds.csv"
    call = [sys.executable, tool, told, key, SHARED / "reports"]
    run = subprocess.run(
        [*call, "--kinds", "displacement,control,attack,route", "--min-f1", "0.6"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "traps fired: 0" in run.stdout

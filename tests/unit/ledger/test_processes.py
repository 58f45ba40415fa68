"""Several processes at one ledger, and processes that are killed: nothing is lost, nothing is there twice."""

import datetime as dt
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.decisions import Decision
from nuzuh.evidence.documents import Document
from nuzuh.evidence.ledger import open_ledger
from tests.ledgers import DAY, claim, moment, report

WRITE = """
import sys
from nuzuh.evidence.ledger import open_ledger
from tests.unit.ledger.test_processes import story
print("ready", flush=True)
with open_ledger(sys.argv[1], create=True) as ledger:
    for number in map(int, sys.argv[2:]):
        ledger.add(*story(number), "1")
"""
DECIDE = """
import sys
from nuzuh.evidence.ledger import open_ledger
from tests.unit.ledger.test_processes import decision, story
print("ready", flush=True)
with open_ledger(sys.argv[1]) as ledger:
    for number in range(20):
        ledger.decide(decision(story(1)[1][0], f"{sys.argv[2]} {number}"))
"""
MANY = 60


def story(number: int) -> tuple[Document, list[Claim]]:
    """A report with as many claims as its number, up to 20."""
    document = report(f"{number}.txt", f"Report {number}. " + "x" * 40, DAY + dt.timedelta(days=number % 3))
    return document, [claim(document, f"Place {n}", start=n, end=n + 9) for n in range(number % 20)]


def decision(read: Claim, reason: str) -> Decision:
    return Decision(claim=read.claim, verb="accept", reason=reason, when=moment())


def process(code: str, *arguments: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def end(started: Iterable["subprocess.Popen[str]"]) -> None:
    for one in started:
        one.communicate()
        assert one.returncode == 0


def held(address: str) -> tuple[list[Document], dict[str, list[Claim]]]:
    """All of a ledger: documents by name, and the claims of each in their order."""
    with open_ledger(address) as ledger:
        documents = sorted(ledger.as_of().documents(), key=lambda d: d.name)
        claims: dict[str, list[Claim]] = {d.name: [] for d in documents}
        for entry in ledger.as_of().entries():
            claims[entry.claim.report].append(entry.claim)
    return documents, claims


def whole(numbers: Iterable[int]) -> tuple[list[Document], dict[str, list[Claim]]]:
    stories = sorted((story(n) for n in numbers), key=lambda told: told[0].name)
    return [d for d, _ in stories], {d.name: claims for d, claims in stories}


def test_processes_that_write_the_same_and_different_reports_at_once(address: str) -> None:
    orders = [range(40), range(39, -1, -1), range(20, MANY)]
    end([process(WRITE, address, *order) for order in orders])  # they make the ledger at once, too
    assert held(address) == whole(range(MANY))


def test_decisions_made_at_once_are_all_kept(address: str) -> None:
    with open_ledger(address, create=True) as ledger:
        ledger.add(*story(1), "1")
    end([process(DECIDE, address, who) for who in "ab"])
    with open_ledger(address) as ledger:
        reasons = [d.reason for d in ledger.as_of().decisions()]
    assert sorted(reasons) == sorted(f"{who} {n}" for who in "ab" for n in range(20))
    for who in "ab":
        assert [r for r in reasons if r[0] == who] == [f"{who} {n}" for n in range(20)]


def test_a_kill_at_any_moment_loses_and_doubles_nothing(address: str) -> None:
    """The same call over and over, killed after a time from a fixed seed, until one ends by itself."""
    delays = random.Random(20241207)
    killed = 0
    for attempt in range(200):
        writer = process(WRITE, address, *range(MANY))
        assert writer.stdout is not None
        writer.stdout.readline()
        if killed < 5:
            time.sleep(delays.uniform(0, 0.05 + attempt * 0.02))
            writer.send_signal(signal.SIGKILL)
        writer.communicate()
        if writer.returncode == 0:
            break
        assert writer.returncode == -signal.SIGKILL
        killed += 1
        after_a_kill(address)
    assert killed, "no process was killed before it was done"
    assert held(address) == whole(range(MANY))


def after_a_kill(address: str) -> None:
    """Every report that is there is whole, and they are the first ones of the call."""
    with open_ledger(address, create=True):  # it may have been killed before there were tables
        pass
    documents, claims = held(address)
    assert (documents, claims) == whole(range(len(documents)))

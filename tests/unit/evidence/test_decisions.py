"""Decisions on claims, and what reconciliation makes of them."""

import datetime as dt

import pytest
from pydantic import ValidationError

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.decisions import Decision, corrected, correction, reconcile_decided, standing
from nuzuh.evidence.reconcile import reconcile
from nuzuh.scenario import InputError
from tests.ledgers import claim, moment, report

ONE, TWO = (claim(report(name)) for name in ("one.txt", "two.txt"))


def where(name: str) -> None:
    return None


def decided(read: Claim, verb: str, **changes: object) -> Decision:
    told = {"claim": read.claim, "verb": verb, "reason": "a misprint", "when": moment(), "changes": changes}
    return Decision.model_validate(told)


def test_claims_stand_unless_somebody_decided_otherwise() -> None:
    assert standing([ONE, TWO], []) == [ONE, TWO]
    assert standing([ONE, TWO], [decided(ONE, "reject")]) == [TWO]
    assert standing([ONE, TWO], [decided(ONE, "reject"), decided(ONE, "accept")]) == [ONE, TWO]
    assert standing([ONE], [decided(TWO, "reject")]) == [ONE]
    changed = standing([ONE, TWO], [decided(TWO, "correct", low=40, high=50, valid_from="2031-03-01")])[1]
    assert changed == TWO.model_copy(
        update={"low": 40.0, "high": 50.0, "valid_from": dt.date(2031, 3, 1), "corrects": TWO.claim}
    )


def test_a_correction_goes_on_from_an_earlier_one() -> None:
    first = decided(ONE, "correct", place="Homs")
    assert correction(ONE, [first], {"low": "40"}) == {"place": "Homs", "low": 40.0}
    assert correction(ONE, [decided(ONE, "reject")], {"unit": None}) == {"unit": None}
    with pytest.raises(InputError, match="changes nothing"):
        correction(ONE, [first], {"place": "Goma"})


@pytest.mark.parametrize("name", ["report", "known", "start", "end", "text", "corrects", "claim", "colour"])
def test_a_correction_changes_neither_the_span_nor_the_report(name: str) -> None:
    with pytest.raises(ValidationError, match=f"cannot change {name}"):
        decided(ONE, "correct", **{name: 1})


def test_every_problem_of_a_correction_is_told() -> None:
    with pytest.raises(InputError) as wrong:
        corrected(ONE, {"kind": "weather", "low": "many", "valid_to": "soon"})
    assert [p.column for p in wrong.value.problems] == ["kind", "low", "valid_to"]
    with pytest.raises(InputError, match="valid_from is after valid_to"):
        corrected(ONE, {"valid_to": "2031-01-01"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"verb": "delete"},
        {"when": dt.datetime(2031, 3, 5)},
        {"changes": {"low": 1}},
        {"verb": "correct"},
    ],
)
def test_a_decision_that_is_none(wrong: dict[str, object]) -> None:
    good = decided(ONE, "accept").model_dump()
    with pytest.raises(ValidationError):
        Decision.model_validate(good | wrong)


def test_reconciliation_without_decisions_is_as_before() -> None:
    assert reconcile_decided([ONE, TWO], [], where) == reconcile([ONE, TWO], where)


def test_reconciliation_leaves_out_what_was_rejected_and_says_so() -> None:
    wrong = claim(report("two.txt"), low=90_000)
    (before,) = reconcile([ONE, wrong], where)
    assert before.verdict == "differ"
    (after,) = reconcile_decided([ONE, wrong], [decided(wrong, "reject")], where)
    assert (after.verdict, after.low, after.high, after.claims) == ("single", 4000, 4000, (ONE.claim,))
    assert after.trail[-1] == (
        f"{wrong.claim} in two.txt (90,000 people) was rejected by a person on 5 March 2031: a misprint"
    )


def test_reconciliation_takes_what_was_corrected_and_says_so() -> None:
    wrong = claim(report("two.txt"), low=90_000)
    (after,) = reconcile_decided([ONE, wrong], [decided(wrong, "correct", low=4000, high=4000)], where)
    assert (after.verdict, after.best) == ("agree", 4000)
    (right,) = set(after.claims) - {ONE.claim}
    told = (
        f"{wrong.claim} in two.txt (90,000 people) was corrected to {right} (4,000 people) by a person on 5 March 2031"
    )
    assert after.trail[-1] == f"{told}: a misprint"


def test_nothing_is_settled_of_what_was_rejected_altogether() -> None:
    assert reconcile_decided([ONE], [decided(ONE, "reject")], where) == []

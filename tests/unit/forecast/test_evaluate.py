"""A forecast held against what came, in every score: small cases by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
import scoringrules

from nuzuh.forecast import evaluate
from nuzuh.forecast.hindcast import Trial, against, of_arrivals
from nuzuh.forecast.told import WRITTEN
from nuzuh.scenario.reports import Report, Reports

START = dt.date(2031, 3, 1)
NONE = pd.DataFrame()


def day(k: int) -> dt.date:
    return START + dt.timedelta(days=k)


def trial(horizon: int = 20, **counts: dict[int, float]) -> Trial:
    """From day 40, of places with counts by day."""
    rows = [Report(k, place, people, False) for place, series in counts.items() for k, people in series.items()]
    return against(Reports(START, "Home", tuple(sorted(rows))), [day(40)], [horizon])


def flat(held: Trial, *medians: float) -> pd.DataFrame:
    """Quantiles from half a median to one and a half."""
    return pd.DataFrame(np.outer(medians, 0.5 + WRITTEN), columns=WRITTEN)


TWO = {"a": {0: 100.0, 20: 200, 40: 600, 60: 1000}, "b": {0: 50.0, 40: 50, 60: 100}}


def test_people_present_by_hand() -> None:
    held = trial(**TWO)
    row = evaluate.present(held, flat(held, 900, 150), NONE).loc[20]
    assert row["origins"] == 1
    assert row["relative_difference"] == pytest.approx((100 + 50) / 1100)
    # a changed by 100 and by 400 in the past, b not at all
    assert row["mase"] == pytest.approx((100 + 50) / 250)
    # a: 1000 of 450 to 1350 lies at 11/18; b: 100 of 75 to 225 at 1/6
    assert (row["held50"], row["held80"], row["held90"], row["held95"]) == (0.5, 1, 1, 1)
    assert row["pit20"] == row["pit70"] == 0.5
    assert sum(row[f"pit{k}"] for k in range(10, 101, 10)) == 1
    assert "energy" not in row


def test_the_intervals_score_is_that_of_scoringrules_by_the_people_there() -> None:
    held, middle = trial(**TWO), len(WRITTEN) // 2
    quantiles = flat(held, 900, 150)
    values = quantiles.to_numpy()
    theirs = scoringrules.weighted_interval_score(
        np.array([1000.0, 100]), values[:, middle], values[:, :middle], values[:, :middle:-1], 2 * WRITTEN[:middle]
    )
    assert evaluate.present(held, quantiles, NONE).loc[20, "wis"] == pytest.approx(theirs.sum() / 1100)


def test_draws_give_the_scores_of_scoringrules() -> None:
    held = trial(**TWO)
    drawn = np.random.default_rng(2).normal([[900], [150]], [[100], [50]], size=(2, 60))
    row = evaluate.present(held, flat(held, 900, 150), pd.DataFrame(drawn)).loc[20]
    truth = np.array([1000.0, 100])
    assert row["crps"] == pytest.approx(scoringrules.crps_ensemble(truth, drawn, estimator="nrg").sum() / 1100)
    assert row["energy"] == pytest.approx(scoringrules.es_ensemble(truth, drawn.T, m_axis=0, v_axis=1) / 1100)
    below = (drawn < truth[:, None]).mean(axis=1)
    assert {f"pit{10 * np.ceil(10 * share):.0f}" for share in below} == {
        name for name in row.index if name.startswith("pit") and row[name] > 0
    }


def test_the_last_count_unchanged_has_no_skill_against_itself() -> None:
    held = of_arrivals(trial(**TWO))
    row = evaluate.arrivals(held, flat(held, 300, 20), NONE, 350, 0.5).loc[20]
    assert 0 < row["score"] < row["last"]
    assert row["skill"] == pytest.approx(1 - row["score"] / row["last"])


def test_net_arrivals_are_the_change_of_the_count_since_the_origin() -> None:
    net = of_arrivals(trial(**TWO)).table.set_index("place")
    assert net["truth"].to_dict() == {"a": 400, "b": 50}
    assert net["people"].to_dict() == {"a": 1000, "b": 100}
    # half way between two counts, and where no count is near the origin nobody knows
    between = of_arrivals(trial(a={0: 100.0, 35: 600, 45: 800, 60: 1000}, b={0: 50.0, 60: 100})).table
    assert between.set_index("place")["truth"].to_dict() == {"a": 300}


def test_warnings_and_how_long_before() -> None:
    held = of_arrivals(trial(**TWO))

    def warned(more: float, chance: float) -> dict[str, float]:
        return dict(evaluate.arrivals(held, flat(held, 300, 60), NONE, more, chance).loc[20])

    names = ["hits", "misses", "false_alarms", "quiet"]
    # a gains 20 people a day: more than 200 on day 11; b gains 50
    early, late, small = warned(200, 0.5), warned(350, 0.5), warned(55, 0.5)
    assert [early[n] for n in names] == [1, 0, 0, 1]
    assert early["lead_days"] == 11
    assert [late[n] for n in names] == [0, 1, 0, 1]
    assert pd.isna(late["lead_days"])
    assert [small[n] for n in names] == [1, 0, 1, 0]
    assert small["lead_days"] == 3
    assert [warned(350, 0.2)[n] for n in names] == [1, 0, 0, 1]

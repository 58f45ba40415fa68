"""Futures of the fighting: how they are read, weighed and unfolded."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nuzuh.forecast.futures import (
    CAPTURE_INTENSITY,
    PACE_SPREAD,
    PACES,
    STALL_DAYS,
    Front,
    Future,
    Futures,
    front,
    read_futures,
    unfold,
    weigh,
)
from nuzuh.scenario import InputError, Problem, Scenario
from tests import worlds
from tests.worlds import Cells, day, held, road, town


def problems(folder: Path, text: str | bytes) -> tuple[Problem, ...]:
    file = folder / "futures.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as told:
        read_futures(file, worlds.country())
    assert {problem.file for problem in told.value.problems} == {"futures.toml"}
    return told.value.problems


def test_a_file_of_futures(tmp_path: Path) -> None:
    (tmp_path / "f.toml").write_text(worlds.FUTURES, encoding="utf-8")
    futures = read_futures(tmp_path / "f.toml", worlds.country())
    assert futures == Futures(
        actor="rebels",
        future=(
            Future(future="holds", title="The front holds"),
            Future(future="south", title="South is taken", target="south"),
        ),
    )


def test_no_file_of_futures(tmp_path: Path) -> None:
    assert read_futures(tmp_path / "futures.toml", worlds.country()) is None


FUTURE = '[[future]]\nfuture = "f"\ntitle = "t"\n'


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        (f'actor = "rebel"\n{FUTURE}', "actor", "'rebel' is not among the actors"),
        (f'actor = "rebels"\n{FUTURE}target = "sauth"', "f.target", "'sauth' is not among the places"),
        (f'actor = "rebels"\n{FUTURE}targets = "south"', "future.0.targets", "there is no such key"),
        (f'actor = "rebels"\n{FUTURE}weight = -1', "future.0.weight", "-1 is out of range"),
        (f'actor = "rebels"\n{FUTURE}weight = 1\n{FUTURE}', "weight", "some futures have a weight and some have none"),
        (f'actor = "rebels"\n{FUTURE}weight = 0', "weight", "the weights sum to nothing"),
        ('actor = "rebels"\nfuture = []', "future", ""),
        (FUTURE, "actor", "a value is missing"),
        ('actor = "rebels', None, "not TOML"),
        (b'actor = "\xff"', None, "byte 9 is not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_of_futures(
    tmp_path: Path, text: str | bytes, column: str | None, message: str
) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.column == column
    assert message in problem.message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = f'actor = "x"\n{FUTURE}target = "y"\nweight = 0.5\n{FUTURE}target = "z"\n'
    assert [problem.column for problem in problems(tmp_path, text)] == ["actor", "f.target", "f.target", "weight"]


def supposed(*targets: str | None, weights: list[float | None] | None = None) -> Futures:
    given = weights or [None] * len(targets)
    return Futures(
        actor="rebels",
        future=tuple(
            Future(future=target or "holds", title=f"{target} falls", target=target, weight=weight)
            for target, weight in zip(targets, given, strict=True)
        ),
    )


def stands(taken: int, stalls: int, **ahead: int) -> Front:
    """A front that has taken so many places, with so many ahead on the way to each target."""
    rest = {target: tuple((f"p{k}", 10.0 * (k + 1)) for k in range(n)) for target, n in ahead.items()}
    return Front(tuple("x" * taken), rest, 10.0, stalls)


@pytest.mark.parametrize(
    ("taken", "stalls", "expected"),
    [
        # the next one falls with (s + 1) / (s + f + 2), the one after it with (s + 2) / (s + f + 3), and so on
        (0, 0, [1 / 2, 1 / 2 * 1 / 3, 1 / 2 * 2 / 3]),
        (2, 1, [2 / 5, 3 / 5 * 2 / 6, 3 / 5 * 4 / 6]),
        (0, 4, [5 / 6, 1 / 6 * 5 / 7, 1 / 6 * 2 / 7]),
    ],
)
def test_laplaces_rule_by_hand(taken: int, stalls: int, expected: list[float]) -> None:
    weights, reasons = weigh(supposed(None, "near", "far"), stands(taken, stalls, near=1, far=2))
    assert weights == pytest.approx(expected)
    assert sum(weights) == pytest.approx(1)
    assert f"{taken} place" in reasons[0]
    assert f"{stalls} stall" in reasons[0]
    assert "chance to get so far 1.00" in reasons[0]


def test_the_order_of_futures_does_not_matter() -> None:
    now = stands(2, 1, near=1, far=2)
    one = weigh(supposed(None, "near", "far"), now)[0]
    other = weigh(supposed("far", None, "near"), now)[0]
    assert other == pytest.approx([one[2], one[0], one[1]])


def test_if_no_future_holds_the_nearest_target_is_reached() -> None:
    weights, _ = weigh(supposed("near", "far"), stands(2, 1, near=1, far=2))
    assert weights == pytest.approx([2 / 6, 4 / 6])


def test_weights_that_the_user_states_stand() -> None:
    weights, reasons = weigh(supposed(None, "near", weights=[1.0, 3.0]), stands(9, 0, near=1))
    assert weights == [0.25, 0.75]
    assert set(reasons) == {"stated by the user"}


@settings(max_examples=60)
@given(
    st.integers(0, 30),
    st.integers(0, 30),
    st.lists(st.integers(0, 12), min_size=1, max_size=5, unique=True),
)
def test_weights_sum_to_1(taken: int, stalls: int, ahead: list[int]) -> None:
    names = {f"t{n}": n for n in ahead}
    weights, _ = weigh(supposed(*names), stands(taken, stalls, **names))
    assert sum(weights) == pytest.approx(1)
    assert all(0 < weight <= 1 for weight in weights)


def way(*events: Cells, **more: Any) -> Scenario:
    """Towns in a line, 10 km apart: base, a, b, c, d, with a crossing between b and c; a long way round over 'far'."""
    names = ["base", "a", "b", "c", "d", "far"]
    places = [town(name) for name in names] + [
        town("bridge", None, kind="crossing"),
        town("abroad", 10**6, kind="country"),
    ]
    lengths = {
        ("base", "a"): 10, ("a", "b"): 10, ("b", "bridge"): 4, ("bridge", "c"): 6, ("c", "d"): 10,
        ("a", "far"): 200, ("far", "d"): 200, ("base", "abroad"): 1, ("abroad", "d"): 1,
    }  # fmt: skip
    roads = [road(*ends, km) for ends, km in lengths.items()]
    start = [held("base", "rebels"), *(held(name, "government") for name in names[1:])]
    return worlds.scenario(places, roads, events=[*start, *events], **more)


TARGETS = supposed(None, "b", "d")


def test_the_way_of_a_front_that_has_not_moved() -> None:
    now = front(way(), TARGETS, day(2))
    assert now.taken == ()
    assert now.ahead == {"b": (("a", 10), ("b", 20)), "d": (("a", 10), ("b", 20), ("c", 30), ("d", 40))}
    assert math.isnan(now.pace_km_day)
    assert now.stalls == 0


def test_a_front_that_moves() -> None:
    events = [held("a", "rebels", 2, known=day(2)), held("b", "rebels", 4, known=day(5))]
    now = front(way(*events), TARGETS, day(5))
    assert now.taken == ("a", "b")
    assert now.ahead == {"b": (), "d": (("c", 10), ("d", 20))}
    assert now.pace_km_day == pytest.approx(20 / 5)
    assert now.stalls == 0
    # of the second capture nothing was known the day before
    before = front(way(*events), TARGETS, day(4))
    assert before.taken == ("a",)
    assert before.pace_km_day == pytest.approx(10 / 4)
    assert before.ahead["d"] == (("b", 10), ("c", 20), ("d", 30))


@pytest.mark.parametrize(
    ("when", "stalls"), [(4, 0), (4 + STALL_DAYS, 1), (3 + 2 * STALL_DAYS, 1), (10 + STALL_DAYS, 3)]
)
def test_a_front_that_stands_still_stalls(when: int, stalls: int) -> None:
    now = front(way(held("a", "rebels", 4, known=day(4))), TARGETS, day(when))
    assert now.stalls == stalls
    assert now.pace_km_day == pytest.approx(10 / when)


def test_a_place_that_was_lost_again_is_still_ahead() -> None:
    events = [held("a", "rebels", 2, known=day(2)), held("a", "government", 3, known=day(3))]
    now = front(way(*events), TARGETS, day(4))
    assert now.taken == ()
    assert now.ahead["b"][0] == ("a", 10)


def test_places_off_the_way_do_not_count() -> None:
    now = front(way(held("far", "rebels", 2, known=day(2))), TARGETS, day(3))
    assert now.taken == ()


def test_who_advances_starts_from_the_nearest_place_that_it_held() -> None:
    now = front(way(held("c", "rebels", -5)), TARGETS, day(1))
    assert now.ahead["b"] == (("b", 10),)


def test_nobody_who_holds_no_place_advances() -> None:
    futures = TARGETS.model_copy(update={"actor": "nobody"})
    assert front(way(), futures, day(2)).ahead == {"b": (), "d": ()}


def fall(worlds_: list[pd.DataFrame], place: str) -> list[int | None]:
    """By pace, the day after the start on which a place falls."""
    days: list[int | None] = []
    for events in worlds_:
        rows = events[(events["kind"] == "control") & (events["place"] == place)]
        days.append((rows["valid_from"].item().date() - worlds.START).days if len(rows) else None)
    return days


def test_a_future_unfolds_at_five_paces() -> None:
    made, now = way(), Front(("a",), {"d": (("b", 10.0), ("c", 20.0))}, 4.0, 0)
    unfolded = unfold(made, TARGETS.future[2], "rebels", now, day(5), 30)
    assert len(unfolded) == PACES
    paces = 4.0 * np.exp(PACE_SPREAD * stats.norm.ppf((np.arange(PACES) + 0.5) / PACES))
    assert fall(unfolded, "b") == [5 + math.ceil(10 / pace) for pace in paces]
    assert fall(unfolded, "c") == [5 + math.ceil(20 / pace) for pace in paces]
    assert paces[PACES // 2] == pytest.approx(4)
    for events in unfolded:
        assert (events["valid_from"] > pd.Timestamp(day(5))).all()
        assert (events["known"] == pd.Timestamp(day(5))).all()
        assert set(events["actor"]) == {"rebels"}
        assert events["source"].str.startswith("supposed: ").all()
        assert events.dtypes.equals(made.events.dtypes)
        fights = events[events["kind"] == "fighting"]
        falls = events[events["kind"] == "control"]
        assert (fights["intensity"] == CAPTURE_INTENSITY).all()
        assert fights["valid_to"].tolist() == falls["valid_from"].tolist()


def test_the_day_before_it_falls_a_place_is_fought_over_but_not_before_tomorrow() -> None:
    now = Front((), {"d": (("b", 1.0), ("c", 40.0))}, 4.0, 0)
    events = unfold(way(), TARGETS.future[2], "rebels", now, day(5), 30)[PACES // 2]
    fights = events[events["kind"] == "fighting"].set_index("place")
    assert fights.loc["b", "valid_from"] == fights.loc["b", "valid_to"] == pd.Timestamp(day(6))
    assert fights.loc["c", "valid_from"] == pd.Timestamp(day(14))
    assert fights.loc["c", "valid_to"] == pd.Timestamp(day(15))


def test_what_comes_after_the_last_day_is_left_out() -> None:
    now = Front(("a",), {"d": (("b", 10.0), ("c", 400.0))}, 4.0, 0)
    unfolded = unfold(way(), TARGETS.future[2], "rebels", now, day(5), 10)
    assert fall(unfolded, "c") == [None] * PACES
    assert all(d is None or d <= 15 for d in fall(unfolded, "b"))


def test_where_the_front_holds_nothing_happens() -> None:
    now = front(way(), TARGETS, day(2))
    (events,) = unfold(way(), TARGETS.future[0], "rebels", now, day(2), 30)
    assert events.empty
    assert list(events) == list(way().events)


def test_a_front_without_a_pace_reaches_its_target_in_the_middle_case_on_the_last_day() -> None:
    now = front(way(), TARGETS, day(2))
    assert fall(unfold(way(), TARGETS.future[2], "rebels", now, day(2), 20), "d")[PACES // 2] == 22

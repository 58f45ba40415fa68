"""What each place is, by day: its kind, its fighting, and the chance to leave it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario.flee import FleeCase, MoveRules

#: Intensity from which Flee calls a place a conflict zone.
IN_CONFLICT = 1e-6
#: Whom fewer people leave is a camp, whatever it is called.
AS_GOOD_AS_A_CAMP = 0.005


class Kinds(NamedTuple):
    """What each place (P) is on each day (D) when people move."""

    move_chance: NDArray[np.float64]  # (D, P) chance to leave, a day
    camp: NDArray[np.bool_]  # (D, P)
    town: NDArray[np.bool_]  # (D, P)
    marker: NDArray[np.bool_]  # (D, P)
    conflict: NDArray[np.float64]  # (D, P) intensity, 0 for none
    since: NDArray[np.int64]  # (D, P) day on which the last fighting began, -1 if none did
    spawning: NDArray[np.float64]  # (D, P) intensity when people appear, which is before closures are enacted
    refreshed: NDArray[np.int64]  # (D,) day as of which fighting is weighed when people appear
    camp_at_start: NDArray[np.bool_]  # (P,) before the first day


class _Places:
    """The places on one day; Flee's flags, some of which outlive what they stood for."""

    def __init__(self, case: FleeCase) -> None:
        self.rules: MoveRules = case.settings.move_rules
        size = len(case.places)
        self.chance = np.zeros(size)
        self.camp, self.town, self.marker = (np.zeros(size, dtype=bool) for _ in range(3))
        self.conflict = np.zeros(size)
        self.since = np.full(size, -1, dtype=np.int64)
        intensity = case.places["conflict_intensity"].fillna(1.0).to_numpy()
        for k, kind in enumerate(case.places["kind"].str.lower()):
            later = "conflict" in kind and "camp" not in kind and case.places["conflict_day"].iloc[k] > 0
            self.become(k, "town" if later else kind, intensity[k])
            if self.chance[k] < AS_GOOD_AS_A_CAMP:
                self.camp[k], self.town[k] = True, False

    def become(self, k: int, kind: str, intensity: float) -> None:
        """Set a place's kind by the words in its name, the first that fits."""
        self.camp[k] = self.town[k] = self.marker[k] = False
        self.conflict[k] = 0.0
        if "camp" in kind:
            self.camp[k] = True
            self.chance[k] = self.rules.idpcamp_movechance if "idp" in kind else self.rules.camp_movechance
        elif "conflict" in kind:
            self.chance[k], self.conflict[k] = self.rules.conflict_movechance, intensity
        elif "forward" in kind or "marker" in kind:
            self.chance[k], self.marker[k] = 1.0, "marker" in kind
        else:
            self.chance[k], self.town[k] = self.rules.default_movechance, True

    def fight(
        self, begins: NDArray[np.bool_], ends: NDArray[np.bool_], intensity: NDArray[np.float64], day: int
    ) -> None:
        """Begin and end fighting; a camp stays a camp, and whatever fighting ends in becomes a town."""
        self.chance[begins], self.conflict[begins] = self.rules.conflict_movechance, intensity[begins]
        self.town[begins], self.since[begins] = False, day
        self.chance[ends], self.conflict[ends], self.town[ends] = self.rules.default_movechance, 0.0, True


def kinds(case: FleeCase, fix: bool = False) -> Kinds:
    """Follow every place's kind from day to day.

    Parameters
    ----------
    case : FleeCase
        Places, fighting by day, and openings and closures of camps.
    fix : bool
        Heed the changes of kind in the folder, which Flee looks for elsewhere.

    Returns
    -------
    Kinds
        By day and place.
    """
    names = list(case.places["place"])
    index = {name: k for k, name in enumerate(names)}
    places = _Places(case)
    fighting = np.zeros((case.days, len(names)))
    listed = np.zeros(len(names), dtype=bool)
    for name in case.conflicts.columns:
        fighting[:, index[name]] = case.conflicts[name].to_numpy()[: case.days]
        listed[index[name]] = True
    openings = case.closures[case.closures["kind"].isin(["camp", "idpcamp"])]
    shape = (case.days, len(names))
    out = Kinds(
        move_chance=np.empty(shape),
        camp=np.empty(shape, dtype=bool),
        town=np.empty(shape, dtype=bool),
        marker=np.empty(shape, dtype=bool),
        conflict=np.empty(shape),
        since=np.empty(shape, dtype=np.int64),
        spawning=np.empty(shape),
        refreshed=np.empty(case.days, dtype=np.int64),
        camp_at_start=places.camp.copy(),
    )
    before = np.zeros(len(names))
    for day in range(case.days):
        changed = False
        if fix:
            for change in case.changes[case.changes["day"] == day].itertuples():
                places.become(index[change.place], change.kind.lower(), 1.0)
                changed = True
        now = fighting[day]
        begins = listed & (now > IN_CONFLICT) & (before < IN_CONFLICT)
        ends = listed & (now < IN_CONFLICT) & (before >= IN_CONFLICT)
        if begins.any() or ends.any():
            places.fight(begins, ends, now, day)
            changed = True
        before = now
        out.spawning[day] = places.conflict
        out.refreshed[day] = day if changed else max(day - 1, 0)
        for closure in openings.itertuples():
            # an unknown name is Flee's first place
            k = index.get(closure.name1, 0)
            if closure.start == day:
                places.become(k, "town", 0.0)
            if closure.end == day:
                places.become(k, "idpcamp" if closure.kind == "idpcamp" else "camp", 0.0)
        out.move_chance[day], out.conflict[day], out.since[day] = places.chance, places.conflict, places.since
        out.camp[day], out.town[day], out.marker[day] = places.camp, places.town, places.marker
    return out

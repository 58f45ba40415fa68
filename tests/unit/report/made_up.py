"""A small world, reports on it and a forecast for it, all made up."""

import datetime as dt

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.evidence.adopt import Adopted
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document
from nuzuh.evidence.reconcile import reconcile
from nuzuh.evidence.rows import Fate
from nuzuh.forecast.result import QUANTILES, TOTAL, Forecast
from nuzuh.report.situation import Situation
from nuzuh.scenario import Scenario
from tests import worlds

START, AS_OF, DAYS = dt.date(2031, 3, 1), dt.date(2031, 3, 11), 20
KNOWN = {"source": "made up, https://example.org/facts?a=1&b=2", "known": "2031-02-01"}
HOSTILE = "<script>window.broken = 1</script></script><img src=x onerror='window.broken = 2'> {{ 7 * 7 }} @name $index"

_PLACES = [
    ("north", "Northtown", "town", 36.2, 37.2, 900_000),
    ("middle", "Middleham", "town", 34.7, 36.7, 600_000),
    ("south", "Southcity", "town", 33.5, 36.3, 1_500_000),
    ("west", "Westport", "town", 35.0, 35.9, 300_000),
    ("east", "Eastwell", "town", 34.6, 38.3, 80_000),
    ("hill", "Hillfort", "town", 34.75, 36.3, 40_000),
    ("camp", HOSTILE, "camp", 36.4, 36.7, None),
    ("gate", "West Gate", "crossing", 34.6, 36.1, None),
    ("abroad", "Otherland", "country", 33.9, 20.0, None),
]
_ROUTES = [
    ("north", "middle", 150), ("middle", "south", 160), ("middle", "hill", 40), ("hill", "west", 60),
    ("middle", "east", 150), ("east", "south", 220), ("camp", "north", 45), ("hill", "gate", 30),
    ("gate", "abroad", 60), ("west", "north", 180),
]  # fmt: skip


def world() -> Scenario:
    """Northtown has fallen; the rest is the government's, and Middleham joins its parts."""
    places = [
        {"place": p, "name": n, "kind": k, "country": "XX", "latitude": la, "longitude": lo, "population": pop}
        for p, n, k, la, lo, pop in _PLACES
    ]
    routes = [
        {"route": f"{a}--{b}", "from": a, "to": b, "distance_km": km, "speed_km_day": 400} for a, b, km in _ROUTES
    ]
    held = [("north", "rebels"), ("camp", "rebels"), *((p, "government") for p in ("south", "west", "middle", "hill"))]
    events = [
        {"event": f"held-{p}", "kind": "control", "place": p, "actor": a, "valid_from": "2031-02-01"} for p, a in held
    ]
    events[0] |= {"valid_from": "2031-03-04", "known": "2031-03-05"}
    events += [
        {"event": "before", "kind": "control", "place": "north", "actor": "government", "valid_from": "2031-01-01"},
        {"event": "f", "kind": "fighting", "place": "north", "intensity": 0.8, "valid_from": "2031-03-02",
         "valid_to": "2031-03-05"},
        {"event": "s", "kind": "strike", "route": "middle--hill", "actor": "government", "intensity": 0.5,
         "valid_from": "2031-03-10", "valid_to": "2031-03-10", "known": "2031-03-10"},
        {"event": "c", "kind": "closure", "route": "west--north", "valid_from": "2031-03-05", "known": "2031-03-06"},
    ]  # fmt: skip
    observations = [
        {"area": "all", "measure": "newly_displaced", "low": 90_000, "qualifier": "at least", "valid_to": "2031-03-09",
         "known": "2031-03-10", "source": "Some agency, javascript:alert(1) http://example.org/count."},
        {"place": "west", "measure": "present", "low": 20_000, "high": 30_000, "qualifier": "between",
         "valid_to": "2031-03-06", "known": "2031-03-07"},
    ]  # fmt: skip
    return worlds.scenario(
        places,
        routes,
        known=KNOWN,
        events=events,
        areas=[{"area": a, "place": p} for a, p in [("coast", "west"), *(("all", p[0]) for p in _PLACES[:8])]],
        observations=observations,
        start=START,
        as_of=AS_OF,
        days=DAYS,
        capital="south",
        coast="coast",
        focus="middle",
        actors={
            "government": {"name": "Government", "colour": "#D55E00"},
            "rebels": {"name": "Rebels & <b>allies</b>"},
        },
    )


def reports() -> tuple[tuple[Document, ...], tuple[Claim, ...]]:
    """Two reports that differ on how many left Middleham; the second one is hostile."""
    one = "The north is lost. About 4,000 people left Middleham on Sunday, the mayor's office said. More may follow."
    two = f"{HOSTILE} Some 9,000 people left Middleham on Sunday, a monitor said. It rained."
    documents = (
        Document("one.txt", one, dt.date(2031, 3, 10), "given", "First <i>report</i>"),
        Document("two.txt", two, dt.date(2031, 3, 11), "given", HOSTILE),
    )

    def claim(document: Document, text: str, figure: float, who: str) -> Claim:
        start = document.text.index(text)
        return Claim(
            report=document.name, kind="displacement", place="Middleham", low=figure, high=figure, qualifier="about",
            unit="people", valid_from=dt.date(2031, 3, 9), valid_to=dt.date(2031, 3, 9), known=document.published,
            attributed_to=who, start=start, end=start + len(text), text=text,
        )  # fmt: skip

    claims = (
        claim(documents[0], "About 4,000 people left Middleham on Sunday", 4000, "mayor's office"),
        claim(documents[1], "Some 9,000 people left Middleham on Sunday", 9000, "monitor"),
        Claim(report="two.txt", kind="control", place="Middleham", actor=HOSTILE, known=documents[1].published,
              start=0, end=len(HOSTILE), text=HOSTILE),
    )  # fmt: skip
    return documents, claims


def forecast(scenario: Scenario, origin: dt.date = AS_OF, days: int = DAYS) -> Forecast:
    """Numbers that grow and saturate, with intervals that widen; they mean nothing."""
    rng = np.random.default_rng(1)
    places = list(scenario.places["place"])
    start = scenario.settings.start
    time = pd.date_range(start, origin + dt.timedelta(days=days)).astype("datetime64[s]")
    level = 4000 * rng.pareto(1.2, len(places)) + 100
    age = np.arange(len(time)) / 6
    spread = np.exp(np.linspace(-0.8, 0.9, len(QUANTILES))[:, None, None] * (0.2 + 0.04 * age[None, :, None]))
    path = (1 - np.exp(-age))[None, :, None] * level * spread

    def dataset(scale: float) -> xr.Dataset:
        values = {"newly_displaced": path, "present": 0.8 * path, "arrivals": np.diff(path, axis=1, prepend=0),
                  "trapped": 0.03 * path}  # fmt: skip
        return xr.Dataset(
            {
                name: (
                    ("quantile", "time", "location"),
                    np.rint(scale * np.concatenate([v, v.sum(axis=2, keepdims=True)], axis=2)).clip(0).astype(int),
                )
                for name, v in values.items()
            },
            coords={"quantile": list(QUANTILES), "time": time, "location": [*places, TOTAL]},
        )

    homes = places
    flows = rng.pareto(0.9, (len(homes), len(places))) * (rng.random((len(homes), len(places))) < 0.2) * 300
    flows = np.stack([0.4 * flows, flows, 2.2 * flows])
    flows = np.concatenate([flows, flows.sum(axis=2, keepdims=True)], axis=2)
    futures = pd.DataFrame(
        {"future": ["taken", "holds"], "title": ["The middle is taken", "The front <holds>"], "weight": [0.7, 0.3],
         "even": [0.5, 0.5], "why": ["the front came 30 km nearer a day", "it has held before"]}
    )  # fmt: skip
    replays = pd.DataFrame(
        [(dt.date(2031, 3, d), f, w, "the same rule") for d, w0 in ((4, 0.2), (8, 0.5)) for f, w in
         (("taken", w0), ("holds", 1 - w0))], columns=["as_of", "future", "weight", "why"],
    )  # fmt: skip
    parameters = pd.DataFrame(
        [("rate", "chance to leave under heavy fighting", "day-1", "a guess", 0.01, 0.05, 0.2, 0.02, 0.06, 0.1)],
        columns=[
            "parameter",
            "meaning",
            "unit",
            "basis",
            "prior_low",
            "prior_median",
            "prior_high",
            "low",
            "median",
            "high",
        ],
    )
    fit = pd.DataFrame(
        [("west", "present", pd.Timestamp("2031-03-06"), 20_000.0, 30_000.0, "between", "made up",
          pd.Timestamp("2031-03-07"), 15_000.0, 24_000.0, 41_000.0)],
        columns=["where", "measure", "day", "low", "high", "qualifier", "source", "known", "model_low", "model_median",
                 "model_high"],
    )  # fmt: skip
    by_future = xr.concat([dataset(1.3), dataset(0.7)], pd.Index(["taken", "holds"], name="future"))
    return Forecast(
        scenario=scenario, origin=origin, days=days, members=200, seed=1, quantiles=dataset(1.0), even=dataset(0.9),
        by_future=by_future,
        flows=xr.Dataset(
            {"arrivals": (("quantile", "home", "destination"), np.rint(flows).astype(int))},
            coords={"quantile": [0.05, 0.5, 0.95], "home": homes, "destination": [*places, TOTAL]},
        ),
        futures=futures, replays=replays, parameters=parameters, fit=fit,
    )  # fmt: skip


def situation() -> Situation:
    """All of it together."""
    scenario = world()
    documents, claims = reports()
    log = tuple(Fate(c.claim, "left out", None, None, f"it is {HOSTILE}") for c in claims)
    settled = tuple(reconcile(claims, lambda name: None))
    return Situation(scenario, documents, claims, settled, Adopted(scenario, log), forecast(scenario))

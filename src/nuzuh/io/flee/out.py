"""Results as Flee writes them: out.csv."""

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def to_out(
    start: dt.date,
    first: int,
    camps: list[str],
    simulated: NDArray[np.int64],
    data: NDArray[np.int64],
    people: NDArray[np.int64],
    raw: NDArray[np.int64],
    debt: NDArray[np.int64],
) -> str:
    """Write one run as CSV with Flee's columns.

    Parameters
    ----------
    start : date
        Day 0; a row bears the date after its day, as in Flee.
    first : int
        Day of the first row.
    camps : list of str
        Names.
    simulated, data : array of int, shape (days, camps)
        People in each camp, in the run and by the counts.
    people : array of int, shape (days,)
        Everyone in the run.
    raw, debt : array of int, shape (days,)
        Sum of the counts' daily differences, and who appeared too early.

    Returns
    -------
    str
        The file's text.
    """
    ratio = np.abs(simulated / np.where(data > 0, data, 1) - 1)
    error = np.where(data > 0, np.round(ratio, 4), 0.0)
    days = range(first, first + len(people))
    table: dict[str, object] = {
        "Day": days,
        "Date": [f"{start + dt.timedelta(days=day + 1):%Y-%m-%d}" for day in days],
    }
    for k, camp in enumerate(camps):
        table |= {f"{camp} sim": simulated[:, k], f"{camp} data": data[:, k], f"{camp} error": error[:, k]}
    some = raw > 0
    total = np.where(some, np.abs(simulated - data).sum(axis=1) / np.where(some, raw, 1), 0.0)
    table |= {
        "Total error": total,
        "refugees in camps (UNHCR)": np.where(some, data.sum(axis=1), 0),
        "total refugees (simulation)": people,
        "raw UNHCR refugee count": np.where(some, raw, 0),
        "refugees in camps (simulation)": simulated.sum(axis=1),
        "refugee_debt": np.where(some, debt, 0),
    }
    text: str = pd.DataFrame(table).to_csv(index=False, lineterminator="\n")
    return text

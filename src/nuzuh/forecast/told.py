"""What a forecast of counts tells: people present, net arrivals, and their total, as quantiles and as draws."""

import numpy as np
import pandas as pd
import xarray as xr

from nuzuh.forecast.forecaster import LEVELS, Prediction
from nuzuh.forecast.result import TOTAL
from nuzuh.forecast.totals import draws

#: Levels written: those of `LEVELS`, and the ends of the interval of 95 %.
WRITTEN = np.sort([*LEVELS, 0.025, 0.975])
MEANING = {
    "present": "displaced people present at a place",
    "arrivals_since_origin": "net arrivals: the count of the day less that of the origin; who comes less who leaves, "
    "and registrations that are cleaned up as if people had moved",
}


def told(prediction: Prediction, together: float, seed: int, kept: int = 0) -> xr.Dataset:
    """Tell a prediction of the levels of `nuzuh.forecast.totals.DENSE`, whose first horizon is 0.

    Parameters
    ----------
    prediction : Prediction
        People present.
    together : float
        Correlation of two places.
    seed : int
        Key of the draws.
    kept : int
        Draws to tell beside the quantiles.

    Returns
    -------
    Dataset
        Dimensions (quantile, time, location), in whole people, the location `TOTAL` last: the variables of `MEANING`,
        and, with ``_draws`` behind their names, (draw, time, location).
    """
    drawn = draws(prediction, together, seed)
    drawn = np.concatenate([drawn, drawn.sum(axis=2, keepdims=True)], axis=2)
    ahead = {"present": drawn[:, 1:], "arrivals_since_origin": drawn[:, 1:] - drawn[:, :1]}
    quantiles = {name: np.quantile(values, WRITTEN, axis=0) for name, values in ahead.items()}
    quantiles["present"][:, :, :-1] = np.quantile(prediction.quantiles[:, 1:], WRITTEN, axis=0, method="hazen")
    days = [pd.Timestamp(prediction.origin) + pd.Timedelta(days=h) for h in prediction.horizons[1:]]
    out = xr.Dataset(coords={"time": pd.DatetimeIndex(days), "location": [*prediction.places, TOTAL]})
    for name, meaning in MEANING.items():
        attributes = {"units": "people", "long_name": meaning}
        out[name] = ("quantile", "time", "location"), quantiles[name].round() + 0.0, attributes
        if kept:
            out[f"{name}_draws"] = ("draw", "time", "location"), ahead[name][:kept].round() + 0.0, attributes
    return out.assign_coords(quantile=WRITTEN)

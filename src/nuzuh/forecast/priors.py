"""What past conflicts say of how counts go on: the parameters of `nuzuh.forecast.growth`, in a file."""

import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.schema import extra

#: The file that comes with the program: fitted to all the conflicts at hand.
DEFAULT = Path(__file__).with_name("priors.toml")


def _parameter(start: float, low: float, high: float, unit: str, meaning: str) -> Any:
    return Field(start, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit})


class Growth(BaseModel):
    """Parameters; the defaults are where a fit begins, round figures of the right order (assumptions)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    damping_days: float = _parameter(60, 5, 1000, "d", "days in which an inflow falls to 1/e")
    inflow_sd: float = _parameter(0.003, 1e-5, 0.5, "d-1", "spread of the inflow, of a place's size, before any report")
    spread: float = _parameter(0.005, 1e-4, 1, "1", "spread of a day's change, of a place's size")
    spread_power: float = _parameter(0.5, 0.1, 1.5, "1", "power of the days in the spread of a change")
    floor_share: float = _parameter(0.1, 1e-4, 2, "1", "share of the mean place that each place's size has on top")
    least_left: float = _parameter(0.5, 0.05, 0.99, "1", "share of a count that no outflow goes below")
    jump_rate: float = _parameter(0.004, 1e-5, 0.2, "d-1", "jumps of a place a day")
    jump_sd: float = _parameter(0.5, 0.05, 3, "1", "spread of a jump, of a place's size")
    place_weight: float = _parameter(4, 0.1, 100, "reports", "reports that the conflict's restlessness counts for")
    conflict_weight: float = _parameter(6, 0.1, 300, "reports", "reports that other conflicts' restlessness counts for")
    memory: float = _parameter(0.97, 0.5, 1, "1", "weight kept by a place's past at each of its reports")
    shared_memory: float = _parameter(0.99, 0.8, 1, "1", "weight kept by a conflict's past at each report")
    alarm_inflow: float = _parameter(0, 0, 10, "1", "inflow where all fighting is new, in spreads of an inflow")
    tail: float = _parameter(5, 1.2, 50, "1", "degrees of freedom of a change (Student's t)")
    opening_rate: float = _parameter(0.03, 1e-4, 1, "d-1", "chance a day that an empty place receives people, when new")
    opening_days: float = _parameter(60, 1, 2000, "d", "days empty after which that chance is half of it")
    opening_share: float = _parameter(0.4, 0.01, 5, "1", "median of a new count, in mean counts of places with people")
    opening_people: float = _parameter(20_000, 100, 1e6, "people", "the same where no place has people yet")
    together: float = _parameter(0.1, 0, 1, "1", "correlation of the surprises of two places of a conflict")
    opening_sd: float = _parameter(1.3, 0.1, 4, "1", "spread of the logarithm of a new count")


def read_priors(path: Path = DEFAULT) -> Growth:
    """Read a file of priors.

    Raises
    ------
    InputError
        If it is none, with all that is wrong with it.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))["parameter"]
        return Growth(**{name: entry["value"] for name, entry in values.items()})
    except OSError as error:
        raise InputError([Problem(str(path), f"cannot be read: {error.strerror}")]) from None
    except ValidationError as error:
        problems = [Problem(path.name, e["msg"], column=".".join(map(str, e["loc"]))) for e in error.errors()]
        raise InputError(problems) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        mend = "write it with nuzuh calibrate"
        raise InputError([Problem(path.name, f"is no file of priors: {error}", mend=mend)]) from None


def priors_text(growth: Growth, fitted: dict[str, object]) -> str:
    """Write priors as TOML, with what they were fitted to."""
    parameters = {
        name: {
            "value": float(f"{getattr(growth, name):.6g}"),
            "unit": extra(info, "unit"),
            "meaning": info.description,
        }
        for name, info in Growth.model_fields.items()
    }
    return tomli_w.dumps({"fitted": fitted, "parameter": parameters})

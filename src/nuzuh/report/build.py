"""From a scenario's folder to its forecast, and to the situation report with the files behind it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from nuzuh.evidence.adopt import Adopted, adopt
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.copies import copied
from nuzuh.evidence.decisions import reconcile_decided, standing
from nuzuh.evidence.documents import SUFFIXES, Document, load_documents
from nuzuh.evidence.ledger import document_hash, open_ledger
from nuzuh.evidence.reader import read
from nuzuh.evidence.reconcile import Settled
from nuzuh.forecast.forecast import Progress, check_origin, forecast
from nuzuh.forecast.futures import read_futures
from nuzuh.forecast.result import Forecast
from nuzuh.forecast.suppose import read_suppositions
from nuzuh.io.hubverse import to_hubverse
from nuzuh.io.netcdf import write_netcdf
from nuzuh.report import differences
from nuzuh.report.page import write_report
from nuzuh.report.provenance import made_from
from nuzuh.report.situation import Situation
from nuzuh.scenario import InputError, Problem, Scenario, load

FUTURES = "futures.toml"
REPORTS = "reports"


@dataclass(frozen=True)
class Basis:
    """What a forecast rests on: a scenario's tables and what its reports add to them.

    Attributes
    ----------
    folder : Path
        Where it was loaded from.
    documents : list of Document
        The reports published by the as-of date.
    claims : list of Claim
        What they say.
    settled : list of Settled
        What they come to, taken together.
    adopted : Adopted
        The scenario with what was adopted of the claims, and what became of each.
    """

    folder: Path
    documents: list[Document]
    claims: list[Claim]
    settled: list[Settled]
    adopted: Adopted

    @property
    def scenario(self) -> Scenario:
        """The scenario with what the reports add."""
        return self.adopted.scenario


def prepare(folder: Path, as_of: dt.date | None = None, ledger: str | None = None) -> Basis:
    """Load a scenario, read the reports in its folder, and add what they say.

    Parameters
    ----------
    folder : Path
        The scenario's; its reports are in the folder ``reports``, if there is one.
    as_of : date or None
        Nothing published later is taken; None for the scenario's own as-of date.
    ledger : str, optional
        Ledger whose dated reports, and the decisions made on them by that day, are taken instead of the folder's.

    Raises
    ------
    InputError
        If the scenario, any of its reports or the ledger cannot be read.
    """
    scenario = load(folder)
    day = as_of or scenario.settings.as_of
    check_origin(scenario, day)
    if ledger is None:
        documents = _reports(folder, day)
        told, decisions = list(read(documents)), []
    else:
        with open_ledger(ledger) as opened:
            view = opened.as_of(day)
            documents = [document for document in view.documents() if document.published]
            told, decisions = [e.claim for e in view.entries() if e.claim.known], view.decisions()
    settled = reconcile_decided(told, decisions, origin=copied(documents).origin_of)
    claims = standing(told, decisions)
    return Basis(folder, documents, claims, settled, adopt(claims, scenario, day, settled))


def _reports(folder: Path, day: dt.date) -> list[Document]:
    """Reports in a scenario's folder that were published by a day."""
    files = sorted(file for file in (folder / REPORTS).glob("*") if file.suffix.lower() in SUFFIXES)
    manifest = folder / REPORTS / "manifest.csv"
    documents, problems = load_documents(files, manifest=manifest if manifest.exists() else None)
    mend = "give it one in its front matter, or in reports/manifest.csv"
    problems += [Problem(d.name, "has no publication date", mend=mend) for d in documents if d.published is None]
    if problems:
        raise InputError(problems)
    return [document for document in documents if document.published and document.published <= day]


def predict(
    basis: Basis,
    as_of: dt.date | None = None,
    days: int | None = None,
    *,
    suppose: Sequence[Path] = (),
    members: int,
    seed: int,
    cores: int | None,
    progress: Progress,
) -> Forecast:
    """Forecast from a basis, with the scenario's own futures of the fighting, and beside it what files suppose."""
    settings = basis.scenario.settings
    origin = as_of or settings.as_of
    return forecast(
        basis.scenario,
        as_of=origin,
        days=days or settings.days,
        futures=read_futures(basis.folder / FUTURES, basis.scenario),
        suppose=read_suppositions(suppose, basis.scenario, origin),
        members=members,
        seed=seed,
        cores=cores,
        progress=progress,
    )


def write(basis: Basis, predicted: Forecast, folder: Path, since: dt.date | None = None) -> None:
    """Write the situation report, and the files behind it, into an existing, empty folder."""
    situation = _situation(basis, predicted, since)
    lines = [claim.model_dump_json() + "\n" for claim in basis.claims]
    (folder / "claims.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    horizons = sorted({1, 7, 14, predicted.days} & set(range(predicted.days + 1)))
    write_forecast(predicted, folder / "forecast.csv", horizons)
    write_netcdf_of(predicted, folder / "forecast.nc")
    (folder / "scenario").mkdir()
    predicted.scenario.save(folder / "scenario")
    write_report(situation, folder)
    if predicted.differences:
        write_differences(basis, predicted, folder / "differences.csv", folder / "differences.html", horizons)
    told = json.dumps(provenance(basis, predicted), indent=2, sort_keys=True) + "\n"
    (folder / "provenance.json").write_text(told, encoding="utf-8", newline="\n")


def _situation(basis: Basis, predicted: Forecast, since: dt.date | None = None) -> Situation:
    return Situation(
        scenario=predicted.scenario,
        documents=tuple(basis.documents),
        claims=tuple(basis.claims),
        settled=tuple(basis.settled),
        adopted=basis.adopted,
        forecast=predicted,
        since=since,
    )


def write_differences(basis: Basis, predicted: Forecast, table: Path, page: Path, horizons: Sequence[int]) -> None:
    """Write what suppositions change: the table of some horizons, and the page with its figures."""
    table.write_text(differences.table(predicted, horizons), encoding="utf-8", newline="\n")
    page.write_text(differences.page(_situation(basis, predicted)), encoding="utf-8", newline="\n")


def write_forecast(predicted: Forecast, file: Path, horizons: Sequence[int]) -> None:
    """Write a forecast in the hubverse's form."""
    text = to_hubverse(predicted.quantiles, pd.Timestamp(predicted.origin), horizons)
    file.write_text(text, encoding="utf-8", newline="\n")


def write_netcdf_of(predicted: Forecast, file: Path) -> None:
    """Write a forecast as NetCDF."""
    write_netcdf(
        predicted.quantiles,
        file,
        title=predicted.scenario.settings.title,
        history=f"forecast from {predicted.origin}, seed {predicted.seed}, {predicted.members} members",
        source=f"nuzuh {version('nuzuh')}",
        comment=f"futures of the fighting: {predicted.fighting}",
    )


def provenance(basis: Basis, predicted: Forecast) -> dict[str, object]:
    """Everything that it takes to run a forecast again, and to see that its inputs are the same."""
    return made_from(basis.folder) | {
        "as_of": predicted.origin.isoformat(),
        "reports": {document.name: document_hash(document) for document in basis.documents},
        "days": predicted.days,
        "members": predicted.members,
        "seed": predicted.seed,
        "futures": dict(zip(predicted.futures["future"], predicted.futures["weight"], strict=True)),
        "supposed": {one.name: one.events.to_csv(index=False, lineterminator="\n") for one in predicted.differences},
    }

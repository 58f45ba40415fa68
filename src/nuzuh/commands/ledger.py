"""Commands on the ledger: what is in it, and what people decide about it."""

import datetime as dt
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from nuzuh.commands.common import LedgerPath, day, honest_failure, tell
from nuzuh.commands.settling import TopicFormat, write_topics
from nuzuh.commands.writing import CLAIM_COLUMNS, ClaimFormat, Out, claim_cells, output, write_claims, write_tables

if TYPE_CHECKING:
    from rich.text import Text

    from nuzuh.evidence.claims import Claim
    from nuzuh.evidence.decisions import Verb
    from nuzuh.evidence.ledger import Entry, Found, View

app = typer.Typer(help="What was read, and what people decided about it.", no_args_is_help=True)

Standing = Literal["open", "accepted", "rejected", "corrected"]
_STANDING: dict[str | None, Standing] = {
    None: "open",
    "accept": "accepted",
    "reject": "rejected",
    "correct": "corrected",
}
AsOf = Annotated[dt.date | None, typer.Option(parser=day, help="Only what was known on that day.")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="The claim's id, as `nuzuh ledger list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the decision.")]
By = Annotated[str | None, typer.Option(metavar="ROLE", help="Role of who decides; give no name.")]


@app.command("list")
def list_claims(
    ledger: LedgerPath,
    kind: Annotated[str | None, typer.Option(help="Only claims of this kind.")] = None,
    place: Annotated[str | None, typer.Option(help="Only claims that name this place.")] = None,
    report: Annotated[str | None, typer.Option(help="Only claims of this report.")] = None,
    as_of: AsOf = None,
    status: Annotated[Standing | None, typer.Option(help="Only claims that stand so.")] = None,
) -> None:
    """List claims as they stand, with their ids; a corrected one as corrected, a rejected one as it was read.

    Example: `nuzuh ledger list --ledger team.db --kind displacement --status open`
    """
    from nuzuh.evidence.claims import Kind
    from nuzuh.evidence.ledger import open_ledger

    if kind is not None and kind not in get_args(Kind):
        raise typer.BadParameter(f"'{kind}' is none of {', '.join(get_args(Kind))}", param_hint="--kind")
    with honest_failure(), open_ledger(ledger) as opened:
        rows = (
            (
                stands.report,
                (f"{entry.claim.claim}\n{_standing(entry)}", *claim_cells(stands, stands.text, stands.attributed_to)),
            )
            for entry, stands in _chosen(opened.as_of(as_of), kind, place, report, status)
        )
        tell(f"{write_tables(rows, {'Claim': 0, **CLAIM_COLUMNS}, sys.stdout)} claims")


def _standing(entry: "Entry") -> Standing:
    return _STANDING[entry.decision.verb if entry.decision else None]


def _chosen(
    view: "View", kind: str | None, place: str | None, report: str | None, status: Standing | None
) -> Iterator[tuple["Entry", "Claim"]]:
    from nuzuh.evidence.decisions import outcome
    from nuzuh.evidence.names import fold
    from nuzuh.evidence.topics import parts

    for entry in view.entries():
        stands = outcome(entry.claim, entry.decision) or entry.claim
        places = {fold(name) for name in [*parts(stands.place), *parts(stands.place_to)]}
        if (
            kind in (None, stands.kind)
            and (place is None or fold(place) in places)
            and report in (None, stands.report)
            and status in (None, _standing(entry))
        ):
            yield entry, stands


@app.command()
def show(claim: ClaimId, ledger: LedgerPath) -> None:
    """Show all about one claim: what was read, from which words, in which report, and what people decided.

    Example: `nuzuh ledger show c0123456789ab --ledger team.db`
    """
    from rich.console import Console

    from nuzuh.evidence.ledger import open_ledger

    with honest_failure(), open_ledger(ledger) as opened:
        found = _found(opened.find(claim), claim)
        console = Console(highlight=False)
        for line in (*_read(found), *_decided(found)):
            console.print(line)


def _found(found: "Found | None", claim: str) -> "Found":
    from nuzuh.evidence.ledger import unknown_claim

    if found is None:
        raise unknown_claim(claim)
    return found


def _fields(claim: "Claim") -> dict[str, Any]:
    return claim.model_dump(mode="json", exclude={"text"}, exclude_none=True)


def _read(found: "Found") -> Iterator["Text"]:
    """What was read, its words in their paragraph, and where it is from."""
    from rich.text import Text

    from nuzuh.io.text import visible

    claim, document = found.claim, found.document
    for name, value in _fields(claim).items():
        yield Text(visible(f"{name}: {value}"))
    begins = document.text.rfind("\n", 0, claim.start) + 1
    ends = document.text.find("\n", claim.end)
    before, after = document.text[begins : claim.start], document.text[claim.end : ends if ends >= 0 else None]
    yield Text.assemble("\n", visible(before), (f"»{visible(claim.text)}«", "bold reverse"), visible(after), "\n")
    published = f"published {document.published} ({document.basis})" if document.published else "undated"
    yield Text(visible(f"report: {document.name}, {published}, recorded {found.recorded:%Y-%m-%d %H:%M} UTC"))
    yield Text(f"sha256: {found.hash}", no_wrap=True, overflow="ignore")
    yield Text(f"read by: nuzuh {', '.join(found.readers)}")


def _decided(found: "Found") -> Iterator["Text"]:
    """What was decided, and each field of the claim that stands otherwise than it was read."""
    from rich.text import Text

    from nuzuh.evidence.decisions import latest, outcome
    from nuzuh.io.text import visible

    for decision in found.decisions:
        yield Text(visible(f"{_STANDING[decision.verb]} {decision.words}"))
    stands = outcome(found.claim, latest(found.decisions).get(found.claim.claim))
    before, after = _fields(found.claim), _fields(stands) if stands else {}
    for name in dict.fromkeys([*after, *before]) if after else ():
        if before.get(name) != after.get(name):
            yield Text(visible(f"  {name}: {after.get(name, 'empty')}, read as {before.get(name, 'empty')}"))


@app.command()
def accept(claim: ClaimId, ledger: LedgerPath, reason: Reason, by: By = None) -> None:
    """Accept a claim: it stands as it was read.

    Example: `nuzuh ledger accept c0123456789ab --ledger team.db --reason "the mayor confirmed it"`
    """
    _decide(ledger, claim, "accept", reason, by)


@app.command()
def reject(claim: ClaimId, ledger: LedgerPath, reason: Reason, by: By = None) -> None:
    """Reject a claim: reconciliation leaves it out.

    Example: `nuzuh ledger reject c0123456789ab --ledger team.db --reason "it speaks of another town"`
    """
    _decide(ledger, claim, "reject", reason, by)


@app.command()
def correct(
    claim: ClaimId,
    ledger: LedgerPath,
    reason: Reason,
    set_: Annotated[
        list[str],
        typer.Option("--set", metavar="FIELD=VALUE", help="Field to correct; no value empties it. Repeatable."),
    ],
    by: By = None,
) -> None:
    """Correct a claim: reconciliation takes it with the values given, beside those of an earlier correction.

    Example: `nuzuh ledger correct c0123456789ab --ledger team.db --reason "a misprint" --set low=4000 --set high=4000`
    """
    from nuzuh.evidence.decisions import CORRECTABLE

    changes: dict[str, str | None] = {}
    for told in set_:
        name, sign, value = told.partition("=")
        if not sign or name not in CORRECTABLE:
            raise typer.BadParameter(f"'{told}' is none of {'=…, '.join(CORRECTABLE)}=…", param_hint="--set")
        changes[name] = value or None
    _decide(ledger, claim, "correct", reason, by, changes)


def _decide(
    ledger: str, claim: str, verb: "Verb", reason: str, by: str | None, changes: dict[str, str | None] | None = None
) -> None:
    from nuzuh.evidence.decisions import Decision, correction, utc_now
    from nuzuh.evidence.ledger import open_ledger

    if not reason.strip():
        raise typer.BadParameter("give a reason", param_hint="--reason")
    with honest_failure(), open_ledger(ledger) as opened:
        found = _found(opened.find(claim), claim)
        settled = correction(found.claim, found.decisions, changes) if changes else {}
        decision = Decision(
            claim=found.claim.claim, verb=verb, reason=reason, when=utc_now(), by=by or None, changes=settled
        )
        new = opened.decide(decision)
    tell(f"{found.claim.claim} is {_STANDING[verb]}" + ("" if new else ", as it was"))


@app.command()
def export(
    ledger: LedgerPath,
    format: Annotated[ClaimFormat, typer.Option(help="How to write the claims.")] = "jsonl",
    out: Out = None,
    as_of: AsOf = None,
) -> None:
    """Write the claims that stand: without those rejected, and as corrected.

    Example: `nuzuh ledger export --ledger team.db --as-of 2024-12-06 --out claims.jsonl`
    """
    from nuzuh.evidence.ledger import open_ledger

    with honest_failure(), open_ledger(ledger) as opened, output(out) as file:
        view = opened.as_of(as_of)
        write_claims(view.standing(), format, file, view.text)


@app.command()
def settle(ledger: LedgerPath, as_of: AsOf = None, format: TopicFormat = "table") -> None:
    """Show where the claims that stand agree and differ, and what was rejected and corrected among them.

    Example: `nuzuh ledger settle --ledger team.db --as-of 2024-12-06`
    """
    from nuzuh.evidence.copies import copied
    from nuzuh.evidence.decisions import reconcile_decided
    from nuzuh.evidence.ledger import open_ledger

    with honest_failure(), open_ledger(ledger) as opened:
        view = opened.as_of(as_of)
        claims, origin = (entry.claim for entry in view.entries()), copied(view.documents()).origin_of
        write_topics(reconcile_decided(claims, view.decisions(), origin=origin), format)

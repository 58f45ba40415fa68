"""What pages of one file are made of: templates, scripts that come inside, and a policy that lets nothing else in."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from bokeh.resources import Resources
from markupsafe import Markup

from nuzuh.report import figures, words


@cache
def environment() -> jinja2.Environment:
    """Templates, which escape every text."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("nuzuh.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "day": words.day,
        "short": words.short,
        "compact": figures.compact,
        "linked": words.linked,
    }
    made.filters |= filters
    return made


@cache
def asset(name: str) -> str:
    """Text of a style or a script."""
    return Path(__file__).with_name("assets").joinpath(name).read_text(encoding="utf-8")


@cache
def bokeh() -> str:
    """BokehJS without widgets, tables and mathematics, none of which the page uses."""
    return str(Resources(mode="inline", components=["bokeh"]).js_raw[0])


def policy(scripts: Sequence[str]) -> str:
    """Content security policy: the page's own scripts by their hashes, and no address at all."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    allowed = " ".join(f"'sha256-{value}'" for value in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def as_json(data: Any) -> Markup:
    """JSON that nothing in it can end early: within it, no ``<`` stands as itself."""
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_plain).replace("<", "\\u003c"))


def _plain(value: Any) -> Any:
    return value.tolist()

"""A little Flee folder, made up, and what may befall it."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

Files = dict[str, bytes]

LOCATIONS, ROUTES = "input_csv/locations.csv", "input_csv/routes.csv"
CLOSURES, CONFLICTS = "input_csv/closures.csv", "input_csv/conflicts.csv"
PERIOD, CORRECTIONS = "input_csv/sim_period.csv", "input_csv/registration_corrections.csv"
LAYOUT, SETTINGS = "source_data/data_layout.csv", "simsetting.yml"
AGES = "input_csv/demographics_age.csv"
DAYS = 12

TEXTS = {
    LOCATIONS: """#name,region,country,latitude,longitude,location_type,conflict_date,population
Alba,North,Home,10.5,20.25,conflict_zone,0,12000
Brod,North,Home,10.6,20.5,conflict_zone,3,8000
Cray,South,Home,11,20.75,town,,30000
Dell,South,Home,11.25,21,forwarding_hub,,
Eyre,West,Beyond,11.5,21.25,camp,,5000
Fenn,West,Beyond,11.75,21.5,camp,,
""",
    ROUTES: """#name1,name2,distance,forced_redirection
Alba,Brod,50,0
Alba,Cray,120,
Brod,Cray,80
Cray,Dell,60,0
Dell,Eyre,40,0
Cray,Fenn,200,0
""",
    CLOSURES: """#closure_type,name1,name2,closure_start,closure_end
country,Home,Beyond,2,5
location,Fenn,Beyond,7,40
camp,Eyre,,1,3
""",
    CONFLICTS: "#Day, Alba, Brod, Eyre\n" + "".join(f"{day}, 1, {0.5 * (3 <= day < 6)}, 0\n" for day in range(DAYS)),
    PERIOD: f"StartDate,2031-03-01\nLength,{DAYS}\n",
    CORRECTIONS: "Eyre,2031-03-09,normalize\n",
    LAYOUT: "total,all.csv\nEyre,eyre.csv,eyre-more.csv\nFenn,fenn.csv\n",
    "source_data/all.csv": "DateTime,Refugees\n2031-02-25,100\n2031-03-04,700\n2031-03-12,2500\n",
    "source_data/eyre.csv": "2031-02-25,60\n2031-03-04,400\n2031-03-09,300\n2031-03-12,900\n",
    "source_data/eyre-more.csv": "2031-02-25,10\n2031-03-04,20\n2031-03-09,30\n2031-03-12,40\n",
    "source_data/fenn.csv": ",count\n2031-02-25,30\n2031-03-04,280\n2031-03-12,1560\n",
    AGES: "age,Default,Alba\n10,0.5,1\n30,0.5,3\n",
    SETTINGS: "log_levels:\n  camp: 0\nmove_rules:\n  max_move_speed: 200\nspawn_rules:\n  insert_day0: True\n",
}


def files(**changes: str) -> Files:
    """The folder's files, some replaced: the name in capitals above, and the text."""
    new = {globals()[name]: text for name, text in changes.items()}
    return {path: text.encode() for path, text in (TEXTS | new).items()}


def write(folder: Path, content: Files) -> Path:
    for path, data in content.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


Mutation = Callable[[random.Random, bytes], bytes | None]


def _lines(change: Callable[[random.Random, list[bytes]], list[bytes]]) -> Mutation:
    return lambda rng, data: b"\n".join(change(rng, data.split(b"\n")))


def _columns(change: Callable[[random.Random, int], list[int]]) -> Mutation:
    """Change the order of the columns, header and all."""

    def mutate(rng: random.Random, data: bytes) -> bytes:
        rows = [line.split(b",") for line in data.split(b"\n")]
        order = change(rng, max(map(len, rows)))
        return b"\n".join(b",".join(row[k] for k in order if k < len(row)) for row in rows)

    return mutate


def _cell(values: list[bytes]) -> Mutation:
    def mutate(rng: random.Random, data: bytes) -> bytes:
        rows = [line.split(b",") for line in data.split(b"\n")]
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(values)
        return b"\n".join(b",".join(row) for row in rows)

    return mutate


def _flip(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 5)):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _insert(what: bytes) -> Mutation:
    def mutate(rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        return data[:at] + what + data[at:]

    return mutate


def _swapped(rng: random.Random, things: list[bytes]) -> list[bytes]:
    j, k = rng.randrange(len(things)), rng.randrange(len(things))
    things[j], things[k] = things[k], things[j]
    return things


def _without(rng: random.Random, number: int) -> list[int]:
    gone = rng.randrange(number)
    return [k for k in range(number) if k != gone]


MUTATIONS: dict[str, Mutation] = {
    "bits flipped": _flip,
    "cut short": lambda rng, data: data[: rng.randrange(len(data))],
    "empty": lambda rng, data: b"",
    "missing": lambda rng, data: None,
    "junk": lambda rng, data: rng.randbytes(200),
    "junk within": lambda rng, data: _insert(rng.randbytes(4))(rng, data),
    "a row dropped": _lines(lambda rng, rows: [rows[k] for k in _without(rng, len(rows))]),
    "a row twice": _lines(lambda rng, rows: [*rows, rng.choice(rows)]),
    "rows swapped": _lines(_swapped),
    "rows shuffled": _lines(lambda rng, rows: rng.sample(rows, len(rows))),
    "a column dropped": _columns(_without),
    "a column twice": _columns(lambda rng, n: [*range(n), rng.randrange(n)]),
    "columns shuffled": _columns(lambda rng, n: rng.sample(range(n), n)),
    "another type": _cell([b"x", b"", b"true", b"2031-13-40", b"[]", b"1,2", b"0x10", b"1e3", b"-", b"None"]),
    "huge": _cell([b"1e308", b"9" * 400, b"-" + b"9" * 20, b"1000000000", b"2147483648", b"9999-12-31"]),
    "not finite": _cell([b"nan", b"inf", b"-inf", b"NaN", b"Infinity"]),
    "negative": _cell([b"-1", b"-0.5", b"-3"]),
    "unknown name": _cell([b"Nowhere", b"alba", b"Eyre camp", b"\xc3\x89yre"]),
    "quote": _insert(b'"'),
    "NUL": _insert(b"\0"),
    "long field": _insert(b"y" * 140_000),
    "commas": _insert(b",,,"),
    "line end": _insert(b"\r"),
}


def corpus(seed: int, rounds: int) -> Iterator[tuple[str, Files]]:
    """Folders with one or two of their files spoilt, in every way of the list above."""
    rng = random.Random(seed)
    for _ in range(rounds):
        for name, mutate in MUTATIONS.items():
            content = files()
            for path in rng.sample(sorted(content), rng.choice([1, 1, 2])):
                data = mutate(rng, content.pop(path))
                if data is not None:
                    content[path] = data
            yield name, content

"""How the source is built: what may import what, how long a file may be, and who may print."""

import ast
from pathlib import Path

import pytest
from importlinter.application.use_cases import read_user_options
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "nuzuh"
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST = 450


def test_imports_go_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = str(ROOT / "pyproject.toml")
    assert len(read_user_options(settings).contracts_options) >= 2
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=settings, no_cache=True) == EXIT_STATUS_SUCCESS


def test_there_is_source() -> None:
    assert len(FILES) > 30


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_file_is_short_and_documented(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "a module says what it is for"


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.name != "cli.py"], ids=lambda file: str(file.relative_to(SOURCE))
)
def test_the_library_neither_prints_nor_exits_nor_draws_at_random(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert name not in {"print", "exit", "quit", "sys.exit", "os._exit"}, f"line {node.lineno}"
            assert not name.startswith(("random.", "np.random.", "numpy.random.")), f"line {node.lineno}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_no_module_is_shared_state(file: Path) -> None:
    """No function rebinds a global name."""
    names = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Global)]
    assert not names

import pytest

from nuzuh.report.page import page
from nuzuh.report.situation import Situation
from tests.unit.report import made_up


@pytest.fixture(scope="session")
def situation() -> Situation:
    return made_up.situation()


@pytest.fixture(scope="session")
def html(situation: Situation) -> str:
    return page(situation)

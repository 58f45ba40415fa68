import numpy as np
import pytest

from nuzuh.model.parameters import PRIORS, Parameters, Prior, draw


def test_every_parameter_has_its_prior_in_its_place() -> None:
    assert tuple(prior.name for prior in PRIORS) == Parameters._fields


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.name)
def test_a_prior_says_what_it_is_and_what_it_rests_on(prior: Prior) -> None:
    assert prior.low < prior.high
    assert prior.unit
    assert prior.meaning
    assert prior.basis.startswith("assumption: ") or any(sign.isdigit() for sign in prior.basis)


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.name)
def test_quantiles_of_a_prior(prior: Prior) -> None:
    if prior.shape == "uniform":
        values = prior.quantile(np.array([0.0, 0.5, 1.0]))
        assert values == pytest.approx([prior.low, (prior.low + prior.high) / 2, prior.high])
    else:
        values = prior.quantile(np.array([0.05, 0.5, 0.95]))
        assert values == pytest.approx([prior.low, (prior.low * prior.high) ** 0.5, prior.high])


def test_draws_become_parameters_one_a_member() -> None:
    u = np.full((2, len(PRIORS)), 0.5)
    u[1, 0] = 0.95
    one, two = draw(u)
    assert one.front_reach_km == pytest.approx(800**0.5)
    assert two.front_reach_km == pytest.approx(80)
    assert one[1:] == two[1:]
    assert all(isinstance(value, float) for value in one)

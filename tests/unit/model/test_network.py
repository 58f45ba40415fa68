"""Shortest ways, against networkx."""

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nuzuh.model.network import Roads, shortest


def roads(ends: list[tuple[int, int]]) -> Roads:
    start, end = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(start), dtype=np.int64)
    return Roads(start.copy(), end.copy(), ones, ones.astype(float), ones, ones)


def follow(ways: Roads, cost: NDArray[np.float64], first: NDArray[np.int64], start: int, goal: int) -> float:
    """Cost of going where `first` points, road by road."""
    here, total = start, 0.0
    for _ in range(len(first)):
        if here == goal:
            return total
        road = first[here, goal]
        assert ways.start[road] == here
        here, total = int(ways.end[road]), total + cost[road]
    assert here == goal, "the way does not end"
    return total


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]], list[float], list[bool], list[bool]]:
    size = draw(st.integers(2, 8))
    place = st.integers(0, size - 1)
    ends = draw(st.lists(st.tuples(place, place).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=24))
    number = len(ends)
    # few different costs, so that ways of equal cost are common
    cost = draw(st.lists(st.sampled_from([1.0, 2.0, 3.0, 7.0]), min_size=number, max_size=number))
    passable = draw(st.lists(st.integers(0, 4).map(bool), min_size=number, max_size=number))
    outside = draw(st.lists(st.integers(0, 4).map(lambda k: k == 0), min_size=size, max_size=size))
    return size, ends, cost, passable, outside


@settings(max_examples=200)
@given(networks())
def test_shortest_ways_are_those_of_networkx_and_lead_through_no_country(
    network: tuple[int, list[tuple[int, int]], list[float], list[bool], list[bool]],
) -> None:
    size, ends, costs, passable, outside = network
    ways, cost = roads(ends), np.array(costs)
    total, first = shortest(ways, cost, np.array(passable), np.array(outside))
    for start in range(size):
        graph = nx.DiGraph()
        graph.add_nodes_from(range(size))
        for (a, b), c, is_open in zip(ends, costs, passable, strict=True):
            if is_open and (a == start or not outside[a]):
                graph.add_edge(a, b, weight=min(c, graph.get_edge_data(a, b, {"weight": c})["weight"]))
        expected = nx.single_source_dijkstra_path_length(graph, start)
        for goal in range(size):
            assert total[start, goal] == expected.get(goal, np.inf)
            if goal == start or goal not in expected:
                assert first[start, goal] == -1
            else:
                assert passable[first[start, goal]]
                assert follow(ways, cost, first, start, goal) == expected[goal]


def test_no_way_leads_from_country_to_country_through_a_third() -> None:
    ways = roads([(0, 1), (2, 0)])
    total, first = shortest(ways, np.ones(2), np.ones(2, dtype=bool), np.ones(3, dtype=bool))
    assert total.tolist() == [[0, 1, np.inf], [np.inf, 0, np.inf], [1, np.inf, 0]]
    assert first[2].tolist() == [1, -1, -1]


def test_the_cheapest_of_two_roads_between_the_same_places_is_taken() -> None:
    ways = roads([(0, 1), (0, 1), (1, 0)])
    total, first = shortest(ways, np.array([3.0, 2.0, 1.0]), np.ones(3, dtype=bool), np.zeros(2, dtype=bool))
    assert total.tolist() == [[0, 2], [1, 0]]
    assert first.tolist() == [[-1, 1], [2, -1]]


def test_no_road_at_all() -> None:
    total, first = shortest(roads([(0, 1)]), np.ones(1), np.zeros(1, dtype=bool), np.zeros(2, dtype=bool))
    assert total.tolist() == [[0, np.inf], [np.inf, 0]]
    assert (first == -1).all()

"""Strategies for values that can cross from the sandbox."""

from collections import Counter, OrderedDict, defaultdict, deque
from datetime import timedelta, timezone

from hypothesis import strategies as st

ZONES = st.none() | st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))

HASHABLE_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**300, max_value=10**301),
    st.floats(allow_nan=False),
    st.complex_numbers(allow_nan=False),
    st.text(),
    st.characters(categories=["Cs"]),
    st.binary(),
    st.builds(range, st.integers(), st.integers(), st.integers(min_value=1)),
    st.dates(),
    st.datetimes(timezones=ZONES),
    st.times(timezones=ZONES),
    st.timedeltas(),
    st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23))),
    st.decimals(allow_nan=False),
    st.fractions(),
)
HASHABLE = st.recursive(
    HASHABLE_LEAVES,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)


def _containers(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    items = st.lists(inner, max_size=4)
    pairs = st.dictionaries(HASHABLE, inner, max_size=4)
    return st.one_of(
        items,
        items.map(tuple),
        items.map(deque),
        pairs,
        pairs.map(OrderedDict),
        pairs.map(lambda content: defaultdict(None, content)),
        st.dictionaries(HASHABLE, st.integers(), max_size=4).map(Counter),
    )


LEAVES = HASHABLE | st.binary().map(bytearray) | st.sets(HASHABLE, max_size=4)
VALUES: st.SearchStrategy[object] = st.recursive(LEAVES, _containers, max_leaves=10)
"""Values of every type that crosses, without NaN, which is unequal to itself."""

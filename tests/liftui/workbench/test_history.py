"""The prompt history on a real disk, shared by real processes, and the way up and down through it."""

import multiprocessing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RecordError
from liftui.workbench.history import HistoryCursor, PromptHistory, search_history

MULTILINE = "first line\nsecond line \u2028 ✓ \ud800"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "liftui" / "history.jsonl"


def test_requests_are_read_again_oldest_first(file: Path) -> None:
    for request in ("one", MULTILINE):
        PromptHistory(file, 10).add(request)

    assert PromptHistory(file, 10).read() == ("one", MULTILINE)


def test_blank_requests_are_not_kept_and_repeated_ones_move_to_the_end(file: Path) -> None:
    history = PromptHistory(file, 10)
    for request in ("one", "two", " \n", "one"):
        history.add(request)

    assert history.read() == ("two", "one")


def test_only_the_newest_are_kept(file: Path) -> None:
    for number in range(5):
        PromptHistory(file, 3).add(str(number))

    assert PromptHistory(file, 10).read() == ("2", "3", "4")
    assert PromptHistory(file, 2).read() == ("3", "4")
    assert len(file.read_text().splitlines()) == 3


def test_a_size_of_zero_switches_it_off(file: Path) -> None:
    PromptHistory(file, 10).add("kept before")

    off = PromptHistory(file, 0)
    off.add("secret")

    assert off.read() == ()
    assert PromptHistory(file, 10).read() == ("kept before",)


def test_erased_is_gone_from_the_disk(file: Path) -> None:
    history = PromptHistory(file, 10)
    history.erase()
    history.add("secret")
    history.erase()

    assert history.read() == ()
    assert not file.exists()


def test_lines_that_are_no_requests_are_left_aside(file: Path) -> None:
    PromptHistory(file, 10).add("one")
    with file.open("ab") as stream:
        stream.write(b'{"request": 5}\n[]\n\xff\n{"request": "two", "later": 1}\n{"reque')

    assert PromptHistory(file, 10).read() == ("one", "two")


def add_many(file: Path, name: str) -> None:
    for number in range(30):
        PromptHistory(file, 1000).add(f"{name} {number}")


def test_workbenches_that_add_at_once_lose_nothing(file: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_many, args=(file, name)) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert sorted(PromptHistory(file, 1000).read()) == sorted(f"{name} {n}" for name in "ab" for n in range(30))


def test_a_history_that_cannot_be_kept_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    history = PromptHistory(tmp_path / "file" / "history.jsonl", 10)

    for use in (history.read, history.erase, lambda: history.add("one")):
        with pytest.raises(RecordError, match=r"the prompt history cannot be read or kept in .*: see that"):
            use()


def test_the_way_up_ends_at_the_oldest_and_the_way_down_at_what_was_being_written() -> None:
    cursor = HistoryCursor(("one", "two"))

    assert cursor.newer("draft") is None
    assert [cursor.older("draft"), cursor.older("two"), cursor.older("one")] == ["two", "one", None]
    assert [cursor.newer("one"), cursor.newer("two"), cursor.newer("draft")] == ["two", "draft", None]


def test_without_a_history_there_is_no_way() -> None:
    cursor = HistoryCursor(())

    assert (cursor.older("draft"), cursor.newer("draft")) == (None, None)


@given(st.lists(st.text()), st.text(), st.lists(st.booleans()))
def test_no_text_is_ever_lost_on_the_way(requests: list[str], draft: str, ways_up: list[bool]) -> None:
    """Every text shown is changed before the next step, and is found changed."""
    texts, place, current = [*requests, draft], len(requests), draft
    cursor = HistoryCursor(requests)
    for way_up in ways_up:
        texts[place] = current = f"{current}!"
        shown = cursor.older(current) if way_up else cursor.newer(current)
        there = place + (-1 if way_up else 1)
        if not 0 <= there < len(texts):
            assert shown is None
        else:
            place = there
            assert shown == texts[place]
            current = texts[place]


def test_a_search_finds_all_words_whatever_their_case_newest_first() -> None:
    requests = ("Sort a LIST", "sort by name", "list the größe", "other")

    assert search_history(requests, "sort") == ("sort by name", "Sort a LIST")
    assert search_history(requests, "list SORT") == ("Sort a LIST",)
    assert search_history(requests, "GRÖSSE") == ("list the größe",)
    assert search_history(requests, " ") == tuple(reversed(requests))

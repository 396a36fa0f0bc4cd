"""Suites are found by name or path, read, and refused in one sentence that says what to mend."""

import gzip
import json
from pathlib import Path

import pytest

from engine.errors import SuiteError
from engine.suite.load import known_suites, load_suite
from engine.task import Case, Comparison, Task

HEADER = '[suite]\nname = "mine"\n'
TASK = """
[[task]]
id = "double"
prompt = "Double a number"
cases = [{ call = "f(2)", returns = "4" }]
"""
ENTRY = {"id": "double", "prompt": "Double a number", "cases": [{"call": "f(2)", "returns": "4"}]}


def written(folder: Path, content: str, name: str = "mine.toml") -> str:
    (folder / name).write_text(content, encoding="utf-8")
    return str(folder / name)


def refusal(reference: str) -> str:
    with pytest.raises(SuiteError) as caught:
        load_suite(reference)
    return str(caught.value)


def test_a_shipped_suite_is_found_by_its_name() -> None:
    assert load_suite("seed").name == "seed"


def test_every_key_of_a_toml_task_reaches_the_task(tmp_path: Path) -> None:
    content = """
    [suite]
    name = "mine"
    description = "All keys"
    threshold = 0.5
    [[task]]
    id = "safe_int"
    prompt = "Convert"
    entry_point = "safe_int"
    examples = ["f('7') == 7"]
    tags = ["text"]
    cases = [
      { call = "f('1')", returns = "1" },
      { call = "f(None)", raises = "TypeError" },
      { call = "f('2')", check = "result == 2" },
    ]
    compare = { float_tolerance = 1e-6, unordered = true }
    """
    suite = load_suite(written(tmp_path, content))
    cases = Case("f('1')", "1"), Case("f(None)", raises="TypeError"), Case("f('2')", check="result == 2")
    comparison = Comparison(float_tolerance=1e-6, unordered=True)
    expected = Task("safe_int", "Convert", "safe_int", ("f('7') == 7",), cases, comparison=comparison, tags=("text",))
    assert (suite.description, suite.threshold, suite.tasks) == ("All keys", 0.5, (expected,))


def test_the_threshold_is_1_where_the_suite_has_none(tmp_path: Path) -> None:
    assert load_suite(written(tmp_path, HEADER + TASK)).threshold == 1.0


def test_a_task_may_bring_a_test_instead_of_cases(tmp_path: Path) -> None:
    source = "def check(candidate):\n    assert candidate(2) == 4\n"
    entry = {"id": "double", "prompt": "Double", "test": source}
    suite = load_suite(written(tmp_path, json.dumps(entry), "mine.jsonl"))
    assert suite.tasks == (Task("double", "Double", test=source),)


def test_jsonl_is_named_after_its_file_and_skips_blank_lines(tmp_path: Path) -> None:
    other = ENTRY | {"id": "twice"}
    suite = load_suite(written(tmp_path, f"{json.dumps(ENTRY)}\n\n{json.dumps(other)}\n", "my.tasks.jsonl"))
    assert suite.name == "my.tasks"
    assert [task.id for task in suite.tasks] == ["double", "twice"]


def test_gzipped_jsonl_reads_like_plain_jsonl(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl.gz").write_bytes(gzip.compress(json.dumps(ENTRY).encode()))
    suite = load_suite(str(tmp_path / "mine.jsonl.gz"))
    assert (suite.name, suite.tasks[0].id) == ("mine", "double")


def test_a_line_separator_within_a_json_string_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps(ENTRY | {"prompt": "one\u2028two"}, ensure_ascii=False)
    assert load_suite(written(tmp_path, line, "mine.jsonl")).tasks[0].prompt == "one\u2028two"


def test_included_tasks_come_first_whether_named_or_relative(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    written(tmp_path / "parts", HEADER + TASK, "part.toml")
    header = '[suite]\nname = "whole"\ninclude = ["seed", "./parts/part.toml"]\n'
    suite = load_suite(written(tmp_path, header + TASK.replace("double", "own")))
    ids = [task.id for task in suite.tasks]
    assert ids == [*(task.id for task in load_suite("seed").tasks), "double", "own"]


def test_an_unknown_name_is_answered_with_the_closest_and_all_known() -> None:
    message = refusal("sede")
    assert message.startswith("unknown suite 'sede': did you mean 'seed'?")
    assert all(name in message for name in known_suites())


def test_a_name_like_no_other_is_answered_with_how_to_give_a_path() -> None:
    assert "./name.toml" in refusal("zzzzzz")


def test_a_slash_makes_a_path_of_a_known_name() -> None:
    assert "./seed".removeprefix("./") in refusal("./seed")
    assert refusal("./seed").endswith("give a file that ends in .toml, .jsonl or .jsonl.gz")


def test_malformed_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, '[suite]\nname = "mine"\nthreshold 0.8\n'))
    assert "mine.toml is not TOML" in message
    assert "line 3" in message


def test_malformed_json_is_refused_with_its_line(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, json.dumps(ENTRY) + "\n{'id'}\n", "mine.jsonl"))
    assert "mine.jsonl, line 2 is not JSON" in message


def test_a_wrong_task_is_refused_with_its_id_in_toml_and_its_line_in_jsonl(tmp_path: Path) -> None:
    wrong = "cases[0].call 'f(2' is not a Python expression ('(' was never closed); correct it"
    assert refusal(written(tmp_path, HEADER + TASK.replace("f(2)", "f(2"))).endswith(f"task 'double': {wrong}")
    entry = json.dumps(ENTRY).replace("f(2)", "f(2")
    assert refusal(written(tmp_path, entry, "mine.jsonl")).endswith(f"mine.jsonl, line 1: {wrong}")


def test_a_task_without_an_id_is_refused_with_its_number(tmp_path: Path) -> None:
    message = refusal(written(tmp_path, HEADER + TASK + '[[task]]\nprompt = "No id"\n'))
    assert message.endswith("task number 2: the key id is missing; add it")


@pytest.mark.parametrize(
    ("content", "name", "complaint"),
    [
        (HEADER + TASK + TASK, "mine.toml", "has 2 tasks with the id 'double'; rename"),
        (f"{json.dumps(ENTRY)}\n{json.dumps(ENTRY)}", "mine.jsonl", "has 2 tasks with the id 'double'; rename"),
        (HEADER, "mine.toml", "holds no task; add one"),
        ("", "mine.jsonl", "holds no task; add one"),
        ("[1]", "mine.jsonl", "line 1 is not a JSON object"),
        (TASK, "mine.toml", "the key suite is missing"),
        ("[suite]" + TASK, "mine.toml", "the key suite.name is missing"),
        (HEADER + "treshold = 0.8" + TASK, "mine.toml", "the key suite.treshold is unknown"),
        (HEADER + "threshold = 80" + TASK, "mine.toml", "suite.threshold is wrong"),
        (HEADER + TASK + "[extra]", "mine.toml", "the key extra is unknown"),
        (HEADER + 'include = ["nowhere"]' + TASK, "mine.toml", "unknown suite 'nowhere'"),
        (HEADER + 'include = ["./mine.toml"]' + TASK, "mine.toml", "includes itself"),
        (HEADER + TASK, "mine.yaml", "give a file that ends in .toml, .jsonl or .jsonl.gz"),
        ("not gzip", "mine.jsonl.gz", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path, content: str, name: str, complaint: str) -> None:
    message = refusal(written(tmp_path, content, name))
    assert name in message or "nowhere" in message
    assert complaint in message
    assert "\n" not in message


def test_suites_that_include_each_other_are_refused(tmp_path: Path) -> None:
    written(tmp_path, HEADER + 'include = ["./b.toml"]', "a.toml")
    written(tmp_path, HEADER + 'include = ["./a.toml"]', "b.toml")
    assert "includes itself, directly or by way of another suite" in refusal(str(tmp_path / "a.toml"))


def test_an_id_that_an_included_suite_has_already_is_refused(tmp_path: Path) -> None:
    header = '[suite]\nname = "mine"\ninclude = ["seed"]\n'
    assert "'is_even'" in refusal(written(tmp_path, header + TASK.replace("double", "is_even")))


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'[suite]\nname = "\xe9"')
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b"{}")[:-9])
    (tmp_path / "folder.toml").mkdir()
    for name in ("latin.toml", "cut.jsonl.gz", "folder.toml"):
        assert f"{name} cannot be read" in refusal(str(tmp_path / name))
    assert "there is no file" in refusal(str(tmp_path / "absent.toml"))

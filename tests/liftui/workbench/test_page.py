"""A lift's page: whole, true to the lift, and safe whatever the model wrote."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from engine.events import CodeExecuted, LiftFinished, LiftStarted, StageStarted, TextStreamed, Warned
from engine.outcome import Failure, Outcome
from engine.pricing import read_prices
from engine.recording import Recording
from engine.sandbox.interface import CaseResult, Execution
from liftui.display.text import many_lines
from liftui.workbench.page import lift_page
from tests.engine.recordings import EVENTS, HEADER, IR_TEXT, RECORDING, SOURCE

HOSTILE = "</pre></style><script src='https://example.com/x.js'></script>&amp; \x1b]0;title\x07 \u202e \ud800"


def parsed(recording: Recording) -> ET.Element:
    """The page's root; every page is XML too, so that markup which slips in breaks it."""
    return ET.fromstring(lift_page(recording))


def sections(recording: Recording) -> dict[str, str]:
    """The text of each section by its title."""
    found = {}
    for section in parsed(recording).iter("section"):
        title, text = (section[0].text or ""), "".join(section.itertext())
        found[title] = text.strip().removeprefix(title).strip()
    return found


def rows(recording: Recording, table: str) -> list[list[str]]:
    """The cells of each row of ``table``."""
    [element] = parsed(recording).findall(f".//table[@class='{table}']/tbody")
    return [["".join(cell.itertext()) for cell in row] for row in element]


def test_a_page_shows_the_whole_lift() -> None:
    shown = sections(RECORDING)

    assert list(shown) == ["IR", "Warnings", "Code", "Cases", "Stages"]
    assert shown["IR"].startswith('{\n  "intent": "Double a number",')
    assert shown["Code"] == SOURCE.rstrip()
    assert shown["Warnings"] == "an assertion was dropped"
    assert rows(RECORDING, "cases") == [
        ["✓ passed", "f(1)", "2", "2", "0.1"],
        ["✗ failed", "f(2)", "5", "4", "–"],
    ]
    assert rows(RECORDING, "stages") == [
        ["ir", "3.00", "0.50", "400", "380", "60"],
        ["code", "1.00", "0.25", "500", "470", "10"],
        ["run", "0.25", "–", "–", "–", "–"],
    ]
    head = "".join(parsed(RECORDING).find("body").itertext()).partition("IR")[0]  # type: ignore[union-attr]
    assert head.split("\n", 2)[1:] == ["Double a number", "failed · 4.2 s · small (embedded) · cost –\n\n"]


def test_a_known_price_makes_a_cost_and_only_a_free_one_is_zero() -> None:
    prices = read_prices()
    for price, cost in ((prices["modal-a10"], "cost $0.0013"), (prices["local"], "cost $0<")):
        assert cost in lift_page(Recording(replace(HEADER, price=price), EVENTS))


def test_output_and_errors_are_shown_where_there_are_any() -> None:
    execution = Execution((CaseResult("f(1)", "failed", "2", None, "TypeError: no"),), "out\n", "err\n", error="killed")
    shown = sections(Recording(HEADER, (*EVENTS[:-1], CodeExecuted(5.0, 1, execution))))

    assert (shown["Standard output"], shown["Standard error"]) == ("out", "err")
    assert shown["Cases"].startswith("killed")
    assert "TypeError: no" in shown["Cases"]


def test_a_failure_of_infrastructure_is_told() -> None:
    failure = Failure("ServerError", "the server failed: try later")
    page = lift_page(Recording(HEADER, (EVENTS[0], LiftFinished(1.0, Outcome("error", (), 1.0, failure)))))

    assert '<span class="error">error</span>' in page
    assert "<p>the server failed: try later</p>" in page


def test_a_stopped_lift_shows_what_had_come() -> None:
    stopped = Recording(HEADER, EVENTS[:3])

    assert sections(stopped) == {"IR": IR_TEXT[:20].strip()}
    assert '<span class="stopped">stopped</span>' in lift_page(stopped)


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    page = lift_page(RECORDING)
    root = parsed(RECORDING)

    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?:", page)
    assert not {"script", "link", "img", "iframe", "base"} & {element.tag for element in root.iter()}
    assert not {"src", "href"} & {name for element in root.iter() for name in element.attrib}


def test_both_light_and_dark_colours_are_there() -> None:
    style = parsed(RECORDING).findtext("head/style") or ""

    assert style.count("@media (prefers-color-scheme: dark)") == 2
    assert all(f".source .{token}" in style.partition("@media")[0] for token in ("k", "nt"))


def saying(text: str) -> Recording:
    """A lift in which everything that is foreign is ``text``."""
    header = replace(HEADER, model=text, endpoint_kind=text, recorded=text, versions={"liftui": text})
    execution = Execution((CaseResult(text, "failed", text, text, text),), text, text, error=text)
    events = (
        LiftStarted(0.0, text, None),
        TextStreamed(0.1, "ir", text),
        Warned(0.1, "ir", text),
        StageStarted(0.2, "code", 1, ""),
        TextStreamed(0.2, "code", text),
        CodeExecuted(0.3, 1, execution),
        LiftFinished(0.4, Outcome("error", (), 0.4, Failure("Error", text))),
    )
    return Recording(header, events)


@given(st.one_of(st.just(HOSTILE), st.text(st.characters(), min_size=1)))
def test_whatever_is_said_is_text_and_changes_nothing_of_the_page(text: str) -> None:
    def tags(recording: Recording) -> list[str]:
        outside_code = (element for element in parsed(recording).iter() if element.tag != "span")
        return [element.tag for element in outside_code]

    said, plain = saying(text), saying("plain")

    assert tags(said) == tags(plain)
    assert parsed(said).findtext("body/h1", "") == many_lines(text)
    assert sections(said)["Code"] == many_lines(text).strip()
    assert lift_page(said).replace("\n", "").replace("\t", "").isprintable()

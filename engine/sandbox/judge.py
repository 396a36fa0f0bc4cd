"""Turns a task into jobs, and what the jobs report into verdicts; whatever process runs them.

The first job holds the code and the calls. What the calls gave comes back, is compared here, or goes, decoded, with
the cases' check expressions into a second job that the code never sees.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from engine.sandbox.child.values import decode, opaque_part
from engine.sandbox.compare import equal
from engine.sandbox.display import printable, source_of
from engine.sandbox.expected import parse_expected
from engine.sandbox.interface import CaseResult, Execution, Limits
from engine.sandbox.protocol import Call, Frame, Job, Module, Raised, Report
from engine.sandbox.rewrite import cases_of_test
from engine.task import Case, Comparison, Task

RunJob = Callable[[Job, Limits], Awaitable[Report]]
"""A tier's way to run a job."""
Answer = Frame | str
"""What a call gave, or why it gave nothing."""

_CODE = "<generated>"
_TEST = "<test>"
_WHOLE_TEST = Case(call="check(f)", returns="None")
_CHECKS = (Module("<checks>", "import math"),)


async def execute_task(run: RunJob, source: str, entry_point: str, task: Task, limits: Limits) -> Execution:
    """Run the source and judge it by the task's cases, else by its test.

    Raises ValueError where a case's ``returns`` or the test cannot be understood.
    """
    modules, cases = _plan(source, entry_point, task)
    expectations = [None if case.returns is None else parse_expected(case.returns) for case in cases]
    report = await run(Job(modules, entry_point, tuple(Call(case.call) for case in cases)), limits)
    answers = _answers(report, len(cases))
    verdicts = await _verdicts(run, cases, answers, limits)
    judge = _Judge(task.comparison, test=task.test or "")
    results = map(judge.judge, cases, expectations, answers, verdicts)
    return Execution(
        results=tuple(results),
        stdout=report.stdout,
        stderr=report.stderr,
        s=report.s,
        peak_memory_bytes=max((frame.peak_memory_bytes for frame in report.frames), default=None),
        error=_module_error(report),
    )


def _plan(source: str, entry_point: str, task: Task) -> tuple[tuple[Module, ...], tuple[Case, ...]]:
    code = Module(_CODE, source)
    if task.test is None:
        return (code,), task.cases
    cases = cases_of_test(task.test, entry_point)
    if cases is None:
        return (code, Module(_TEST, task.test)), (_WHOLE_TEST,)
    return (code,), cases


def _answers(report: Report, count: int) -> list[Answer]:
    """One answer for each call; the first call without a frame is the one in which the job ended."""
    if _module_error(report):
        return ["never reached: the module did not load"] * count
    frames: list[Answer] = list(report.frames[1:])
    missing = count - len(frames)
    if missing:
        frames += [str(report.ending)] + [f"never reached: {report.ending}"] * (missing - 1)
    return frames


def _module_error(report: Report) -> str | None:
    if not report.frames:
        return report.ending
    raised = report.frames[0].raised
    if raised is None:
        return None
    line = raised.lines.get(_CODE)
    return printable(f"{raised} (line {line})" if line else str(raised))


async def _verdicts(
    run: RunJob, cases: Sequence[Case], answers: Sequence[Answer], limits: Limits
) -> list[Answer | None]:
    """What the check expressions give on the values, None for cases without one or without a plain value."""
    checks = {
        number: Call(case.check, {"result": answer.value})
        for number, (case, answer) in enumerate(zip(cases, answers, strict=True))
        if case.check and isinstance(answer, Frame) and answer.value and not opaque_part(answer.value)
    }
    if not checks:
        return [None] * len(cases)
    report = await run(Job(_CHECKS, None, tuple(checks.values())), limits)
    verdicts = dict(zip(checks, _answers(report, len(checks)), strict=True))
    return [verdicts.get(number) for number in range(len(cases))]


@dataclass(frozen=True, slots=True)
class _Verdict:
    passed: bool
    actual: str | None = None
    error: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges one task's cases."""

    comparison: Comparison
    test: str

    def judge(self, case: Case, expected: object, answer: Answer, check: Answer | None) -> CaseResult:
        verdict = self._verdict(case, expected, answer, check)
        return CaseResult(
            call=case.call,
            status="passed" if verdict.passed else "failed",
            expected=case.returns or case.check or f"raises {case.raises}",
            actual=verdict.actual,
            error=printable(verdict.error) if verdict.error else None,
            line=verdict.line,
            wall_s=answer.wall_s if isinstance(answer, Frame) else None,
            cpu_s=answer.cpu_s if isinstance(answer, Frame) else None,
        )

    def _verdict(self, case: Case, expected: object, answer: Answer, check: Answer | None) -> _Verdict:
        if isinstance(answer, str):
            return _Verdict(False, error=answer)
        if answer.raised:
            return self._of_exception(case, answer.raised)
        try:
            value = decode(answer.value)
        except ValueError:
            return _Verdict(False, error=answer.refused or "the value cannot be decoded")
        actual = source_of(value)
        if case.raises:
            return _Verdict(False, actual)
        if name := opaque_part(answer.value):
            return _Verdict(False, actual, f"a value of type {name} cannot be judged: return a plain one")
        if check is None:
            return _Verdict(equal(value, expected, self.comparison), actual)
        return _of_check(check, actual)

    def _of_exception(self, case: Case, raised: Raised) -> _Verdict:
        if case.raises and case.raises.rpartition(".")[2] in raised.names:
            return _Verdict(True)
        return _Verdict(False, error=f"{raised}{self._in_test(raised)}", line=raised.lines.get(_CODE))

    def _in_test(self, raised: Raised) -> str:
        line = raised.lines.get(_TEST)
        lines = self.test.splitlines()
        return f" in {lines[line - 1].strip()!r}" if line and line <= len(lines) else ""


def _of_check(check: Answer, actual: str) -> _Verdict:
    if isinstance(check, str):
        return _Verdict(False, actual, f"the check gave no answer: {check}")
    if check.raised:
        return _Verdict(False, actual, f"the check raised {check.raised}")
    return _Verdict(bool(decode(check.value)), actual)

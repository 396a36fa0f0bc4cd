from engine.evidence import sift
from engine.ir import IR, Signature


def ir(*, assertions: tuple[str, ...] = (), examples: tuple[str, ...] = ()) -> IR:
    return IR(
        intent="i",
        signature=Signature.parse("clamp(value: int, low: int) -> int"),
        assertions=assertions,
        examples=examples,
    )


def test_sound_evidence_is_kept_without_a_warning() -> None:
    sound = ir(
        assertions=("result >= low", "all(x > 0 for x in [result])", "isinstance(result, int)"),
        examples=("clamp(1, 2) == 2", "sorted([clamp(1, 2)], key=lambda pair: pair)[0] == 2"),
    )
    assert sift(sound) == (sound, ())


def test_each_unusable_piece_is_dropped_with_its_reason() -> None:
    kept, warnings = sift(ir(assertions=("result >=", "result > hi", "low <= result"), examples=("clip(1, 2) == 2",)))
    assert kept.assertions == ("low <= result",)
    assert kept.examples == ()
    assert warnings == (
        "the assertion 'result >=' is not a Python expression and was dropped",
        "the assertion 'result > hi' names the unknown 'hi' and was dropped",
        "the example 'clip(1, 2) == 2' names the unknown 'clip' and was dropped",
    )


def test_parameters_are_unknown_to_examples_and_the_function_to_assertions() -> None:
    kept, warnings = sift(ir(assertions=("clamp(1, 2) == 2",), examples=("clamp(value, 2) == 2",)))
    assert (kept.assertions, kept.examples, len(warnings)) == ((), (), 2)

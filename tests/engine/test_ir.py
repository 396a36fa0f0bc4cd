import pytest

from engine.ir import IR, Signature


def ir(signature: str) -> str:
    return f'{{"intent":"i","signature":"{signature}","effects":["e"]}}'


def test_a_signature_is_read_and_written_as_one_string() -> None:
    signature = Signature.parse("clamp(value: float, low: float = 0.0, high: float | None = None) -> float")
    assert [parameter.name for parameter in signature.parameters] == ["value", "low", "high"]
    assert signature.parameters[1].default == "0.0"
    assert signature.header == "def clamp(value: float, low: float = 0.0, high: float | None = None) -> float:"


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        ("f(a: int, a: str) -> int", "the parameter 'a' of 'f' is there twice"),
        ("f(a: int = 1, b: int) -> int", "not Python"),
        ("f(a) -> int", "the parameter 'a' of 'f' has no type"),
        ("f(a: int)", "does not say what it returns"),
        ("f(*a: int) -> int", "more than plain parameters"),
        ("f(a: int) -> int: pass\\ndef g() -> int", "does not say what it returns"),
        ("f(\\u0000) -> int", "not Python"),
    ],
)
def test_an_unusable_signature_is_refused_with_its_reason(signature: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        IR.read(ir(signature))
    assert str(caught.value).startswith("signature: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"intent":"i"}', ir("f() -> int")[:-4], ir("f() -> int") + "x"])
def test_text_that_is_no_ir_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        IR.read(text)


def test_the_schema_shows_the_signature_as_the_string_on_the_wire() -> None:
    schema = IR.model_json_schema()
    assert schema["properties"]["signature"]["type"] == "string"
    assert schema["required"] == ["signature"]


def test_the_text_of_an_ir_is_what_the_model_would_have_written() -> None:
    written = ir("f(a: dict[str, int]) -> list[str]")
    assert IR.read(written).text == written


def test_an_ir_survives_the_round_trip() -> None:
    first = IR.read(ir("f(a: dict[str, int]) -> list[str]"))
    assert IR.read(first.model_dump_json()) == first

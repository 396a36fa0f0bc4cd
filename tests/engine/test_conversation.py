from engine.conversation import Conversation, code_opening, request_text
from engine.grammar.ir import ir_grammar
from engine.ir import IR
from engine.task import Task
from tests.ebnf import Recogniser

GRAMMAR = Recogniser(ir_grammar())
FIRST = Conversation.opening(Task("one", "Do one thing"))
SECOND = Conversation.opening(Task("two", "Do another", examples=("f(1) == 2",)))


def test_all_but_the_request_is_the_same_for_every_task() -> None:
    assert FIRST.messages[:-1] == SECOND.messages[:-1]
    assert FIRST.messages[-1].content == "Do one thing"
    assert SECOND.messages[-1].content == "Do another\nExamples:\nf(1) == 2"
    assert request_text(Task("one", "Do one thing")) == "Do one thing"


def test_the_ir_goes_back_byte_for_byte_and_the_header_is_left_open() -> None:
    decoded = '{"intent":"ü  ","signature":"f() -> int"}'
    messages = FIRST.with_ir(decoded, Task("one", "Do {one} thing")).with_code("def f() -> int:").messages
    assert messages[: len(FIRST.messages)] == FIRST.messages
    assert [(m.role, m.content) for m in messages[len(FIRST.messages) :]] == [
        ("assistant", decoded),
        ("user", "Now the code for: Do {one} thing"),
        ("assistant", "```python\ndef f() -> int:\n"),
    ]


def test_a_refusal_quotes_the_answer_and_the_reason() -> None:
    answer, complaint = FIRST.with_ir_refused("{", "no {brace}").messages[-2:]
    assert (answer.role, answer.content) == ("assistant", "{")
    assert "no {brace}" in complaint.content
    answer, complaint = FIRST.with_code_refused(code_opening("def f():") + "x", "line 2").messages[-2:]
    assert answer.content == "```python\ndef f():\nx"
    assert "line 2" in complaint.content


def test_the_examples_obey_their_own_rules() -> None:
    roles = [message.role for message in FIRST.messages]
    assert roles == ["system", *["user", "assistant"] * 4, "user"]
    for number in (2, 6):
        ir, code = IR.read(FIRST.messages[number].content), FIRST.messages[number + 2].content
        body = code.removeprefix("```python\n").removesuffix("```")
        compile(body, "<example>", "exec")
        assert body.startswith(ir.signature.header)
        assert GRAMMAR.accepts(FIRST.messages[number].content)

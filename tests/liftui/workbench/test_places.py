"""What is kept lies in one folder, and the user is told which."""

from pathlib import Path

from liftui.workbench.places import Places

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "configuration.md"


def test_every_place_is_its_own_and_documented(tmp_path: Path) -> None:
    places = Places(tmp_path)
    all_places = {places.sessions, places.history, places.draft, places.copies}
    page = DOCUMENTATION.read_text(encoding="utf-8")

    assert len(all_places) == 4
    assert {place.parent for place in all_places} == {tmp_path}
    assert [place.name for place in all_places if f"| `{place.name}" not in page] == []


def test_the_users_own_folder_is_liftuis() -> None:
    assert "liftui" in Places.of_user().folder.parts

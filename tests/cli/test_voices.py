import pytest
from tests.cli.commands import Commands


def test_the_voices_of_a_language_are_listed_by_the_names_they_are_chosen_by(run: Commands) -> None:
    listed = run("voices", "--list")
    assert listed.code == 0
    assert "(en-" in listed.out
    assert "(de)" not in listed.out
    assert len(run("voices", "--list", "--all").out) > len(listed.out)


@pytest.mark.usefixtures("library")
def test_how_it_goes_is_text_and_not_mixed_with_other_forms(run: Commands) -> None:
    assert run("history", "--told").code == 0
    assert run("history", "--told", "--summary").code == 2
    assert run("history", "--told", "--json").code == 2


def test_a_reminder_needs_a_time_that_there_is(run: Commands) -> None:
    for wrong in (["25:00"], ["noon"], [], ["18:30", "--remove"]):
        told = run("remind", *wrong)
        assert told.code == 2
        assert "18:30" in told.err

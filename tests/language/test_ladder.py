"""The safety ladder as it stands in the file: what may be changed in it, and what may not."""

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.core.problems import BadFile
from voicecoach.language.ladder import Lead, Question, Then, load_ladder
from voicecoach.language.lines import load_lines

FOLDER = resources.files("voicecoach.language") / "en"
LINES = load_lines(FOLDER)
LADDER = LINES.ladder
QUESTIONS = list(LADDER.questions.values())
ADVICE = [lead for lead in LADDER.leads.values() if lead.then in {Then.ADVISE, Then.EMERGENCY}]
GRAVITY = [*Then]
GOES_ON = {Then.GO_ON, Then.RESUME, Then.EASE, Then.EASIER}


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_no_answer_never_leads_past_what_has_to_be_known(question: Question) -> None:
    doubt = question.answers.get(Intent.NOT_SURE)
    if doubt is None or question.silence == doubt:
        return
    assert question.silence.then is Then.PAUSE


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_no_answer_goes_on_only_where_nothing_hangs_on_it(question: Question) -> None:
    if question.silence.then in GOES_ON:
        assert question.name in {"resume", "rehearsal", "screening_again"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_not_sure_is_never_taken_for_the_harmless_answer(question: Question) -> None:
    doubt = question.answers.get(Intent.NOT_SURE)
    if doubt is not None and question.name not in {"resume", "screening_again"}:
        assert doubt.then is not Then.GO_ON


def test_only_a_no_spares_all_the_reasons() -> None:
    question = LADDER.questions["screening_again"]
    past = {said for said, lead in question.answers.items() if lead.then is Then.GO_PAST}
    assert past == {Intent.NO}
    assert question.silence.then is Then.GO_ON


def test_pain_from_0_to_10_goes_on_up_to_3_is_eased_up_to_5_and_ends_from_6_on() -> None:
    leads = [LADDER.questions["pain_level"].answers[level].then for level in LEVELS]
    assert leads == [Then.GO_ON] * 4 + [Then.EASIER] * 2 + [Then.PAIN] * 5


def test_what_is_asked_after_pain_leads_to_the_end_and_nowhere_else() -> None:
    ends = {lead.then for lead in LADDER.questions["red_flags"].leads()}
    assert ends == {Then.ADVISE, Then.EMERGENCY}
    assert LADDER.questions["red_flags"].answers[Intent.YES].then is Then.EMERGENCY


def test_only_a_rehearsal_takes_a_stop_for_an_answer() -> None:
    taking = {q.name for q in QUESTIONS if SAFETY_INTENTS & set(q.answers)}
    assert taking == {"rehearsal", "rehearsal_without_keys"}


def test_the_question_about_red_flags_asks_for_all_of_them_at_once_and_is_heard_out() -> None:
    question = LADDER.questions["red_flags"]
    for sign in ("between your legs", "bladder or bowels", "both legs", "chest", "breathing"):
        assert sign in question.ask.lower()
    assert question.hear_out


@pytest.mark.parametrize("lead", ADVICE, ids=lambda lead: lead.name)
def test_advice_begins_with_at_most_twelve_words(lead: Lead) -> None:
    assert len(words(re.split(r"[.!?]", lead.say[0])[0])) <= 12


def test_every_advice_sends_to_somebody_who_can_help() -> None:
    said = {lead.name: " ".join(lead.say) for lead in ADVICE}
    assert all("{emergency_number}" in text for text in said.values())
    for name in ("see_a_clinician", "maybe_emergency"):
        assert "doctor" in said[name]
    assert "I cannot call for you" in said["emergency"]
    at_once = LINES.all_of("pain_advice")
    assert at_once[0] == "We end here. Do no more exercises today."


def test_everything_that_is_asked_or_advised_names_its_sources_and_no_source_is_idle() -> None:
    named = {source for question in QUESTIONS for source in question.sources}
    for lead in LADDER.leads.values():
        assert lead.sources or not lead.say, lead.name
        named |= set(lead.sources)
    assert all(question.sources for question in QUESTIONS)
    assert named == set(LADDER.sources)


def test_every_lead_is_led_to() -> None:
    led_to = {lead.name for question in QUESTIONS for lead in question.leads()}
    assert led_to == set(LADDER.leads)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("then: not_today", "then: tomorrow"), '"tomorrow"'),
        (lambda text: text.replace("0 to 3: go_on", "0 to 3: go_home"), "go_home"),
        (lambda text: text.replace("{stop: heard", "{halloo: heard"), '"halloo: heard"'),
        (lambda text: text.replace(", no_answer: unheard}", "}"), "no answer"),
        (lambda text: text.replace("sources: [cope,", "sources: [hearsay,"), '"hearsay"'),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(
    tmp_path: Path, change: Callable[[str], str], told: str
) -> None:
    file = tmp_path / "safety.yaml"
    file.write_text(change((FOLDER / "safety.yaml").read_text("utf-8")), "utf-8")
    with pytest.raises(BadFile, match=rf"safety\.yaml:\d+:\d+: .*{told}"):
        load_ladder(tmp_path)

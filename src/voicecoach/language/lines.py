"""The lines that the coach says: templates from `<code>/lines.yaml` and `safety.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any, Self

import yaml

from voicecoach.language.ladder import Ladder, load_ladder

Template = str | Mapping[str, str] | Sequence[str]


@dataclass(frozen=True)
class Lines:
    """Templates by name.

    A template is one text, a text for each name (`screening`, `doubt`), a text for the number 1
    and one for others (`one`, `other`), or a list of texts spoken one after the other. `ladder`
    are the questions about the user's safety. `recording` is what is said otherwise in a sound
    file, in which nobody listens; `by_keys` where nobody can be heard and keys must do. `phrases`
    has what to say for each intent, `key_names` those keys that are not called by their letter;
    behind one of `names` somebody says their own.
    """

    templates: Mapping[str, Template]
    ladder: Ladder = field(default_factory=Ladder)
    recording: Mapping[str, Any] = field(default_factory=dict)
    by_keys: Mapping[str, Template] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)
    key_names: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def say(self, name: str, /, **values: object) -> str:
        """The line `name` with `values` filled in; `n` chooses between `one` and `other`.

        Raises KeyError if there is no such line, or a value is missing.
        """
        template = self.templates[name]
        if isinstance(template, Mapping):
            template = template["one" if values["n"] == 1 else "other"]
        if not isinstance(template, str):
            raise KeyError(f"{name} has several lines")
        return template.format(**values)

    def one_of(self, name: str, key: str) -> str:
        """The line for `key` under `name`, as under `screening`."""
        group = self.templates[name]
        if not isinstance(group, Mapping):
            raise KeyError(f"{name} is not a group of lines")
        return group[key]

    def all_of(self, name: str, /, **values: object) -> tuple[str, ...]:
        """The lines listed under `name`, one after the other."""
        listed = self.templates[name]
        if isinstance(listed, str | Mapping):
            raise KeyError(f"{name} is not a list of lines")
        return tuple(line.format(**values) for line in listed)

    def recorded(self, **values: str) -> Self:
        """The lines of a recording, `values` filled in at once: {pause} and {answer}."""
        instead, asked = (
            {name: _filled(text, values) for name, text in self.recording[group].items()}
            for group in ("instead", "questions")
        )
        questions = dict(self.ladder.questions)
        for name, ask in asked.items():
            questions[name] = replace(questions[name], ask=ask)
        return replace(
            self,
            templates={**self.templates, **instead},
            ladder=replace(self.ladder, questions=questions),
        )

    def for_keys(self) -> Self:
        """The lines for a session that nobody can be heard in: they name keys, not words."""
        return replace(self, templates={**self.templates, **self.by_keys})

    def fixed(self) -> tuple[str, ...]:
        """Every line that has nothing to fill in: they can be made ready before a session."""
        found: list[str] = []
        for template in self.templates.values():
            if isinstance(template, str):
                found.append(template)
            else:
                found.extend(template.values() if isinstance(template, Mapping) else template)
        for question in self.ladder.questions.values():
            found += [question.ask, question.choices, question.keys, question.again]
        found += [line for lead in self.ladder.leads.values() for line in lead.say]
        return tuple(t for t in found if t and not any(f for _, f, *_ in _FORM.parse(t)))


_FORM = Formatter()


def _filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with `values` in it; what else stands in braces is filled in later."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


_OF_THE_LADDER = frozenset({"sources", "leads", "questions"})


def load_lines(folder: Traversable) -> Lines:
    """Read `lines.yaml` and `safety.yaml` in a language's folder. Raises BadFile."""
    lines = yaml.safe_load((folder / "lines.yaml").read_text("utf-8"))
    safety = yaml.safe_load((folder / "safety.yaml").read_text("utf-8"))
    advice = {name: said for name, said in safety.items() if name not in _OF_THE_LADDER}
    recording, by_keys = lines.pop("recording", {}), lines.pop("by_keys", {})
    can_say = lines.pop("can_say", {})
    return Lines(
        *(lines | advice, load_ladder(folder), recording, by_keys),
        phrases=can_say.get("phrases", {}),
        key_names=can_say.get("keys", {}),
        names=tuple(can_say.get("names", ())),
    )


def lines_of(code: str, name: str) -> Lines:
    """The lines of one errand, such as `history`, in the language `code`."""
    written = resources.files("voicecoach.language") / code / f"{name}.yaml"
    return Lines(yaml.safe_load(written.read_text("utf-8")))

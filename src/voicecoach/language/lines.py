"""The lines that the coach says: templates from `<code>/lines.yaml`, filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from string import Formatter

import yaml

Template = str | Mapping[str, str] | Sequence[str]


@dataclass(frozen=True)
class Lines:
    """Templates by name.

    A template is one text, a text for each name (`screening`, `doubt`), a text for the number 1
    and one for others (`one`, `other`), or a list of texts spoken one after the other.
    """

    templates: Mapping[str, Template]

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

    def fixed(self) -> tuple[str, ...]:
        """Every line that has nothing to fill in: they can be made ready before a session."""
        found: list[str] = []
        for template in self.templates.values():
            if isinstance(template, str):
                found.append(template)
            else:
                found.extend(template.values() if isinstance(template, Mapping) else template)
        return tuple(text for text in found if not any(field for _, field, *_ in _FORM.parse(text)))


_FORM = Formatter()


def load_lines(folder: Traversable) -> Lines:
    """Read `lines.yaml` in a language's folder."""
    return Lines(yaml.safe_load((folder / "lines.yaml").read_text("utf-8")))

"""The command line: one function a command, and one file for each kind of errand."""

import os
import sys
from collections.abc import Sequence

import click

from voicecoach.cli import (
    authoring,
    doctor,
    library,
    listening,
    memory,
    programme,
    rendering,
    session,
    settings,
    starting,
    voices,
)
from voicecoach.cli.options import BAD_INPUT, FAILED, tell
from voicecoach.cli.session import EXIT_CODES
from voicecoach.core.actions import Outcome
from voicecoach.core.problems import BadFile, NoSound, Problem


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit: 0 to 5, as `EXIT_CODES` and the README say."""
    try:
        code = commands.main(arguments, prog_name="voicecoach", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except click.Abort:
        sys.exit(EXIT_CODES[Outcome.ENDED_BY_USER])
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except NoSound as problem:
        sys.exit(tell(problem, EXIT_CODES[Outcome.NO_SOUND]))
    except BadFile as problem:
        sys.exit(tell(problem, BAD_INPUT))
    except Problem as problem:
        sys.exit(tell(problem, FAILED))
    except Exception as error:
        if os.environ.get("VOICECOACH_DEBUG"):
            raise
        what = f"Something failed that should not: {type(error).__name__}: {error}."
        mend = "Please report it, with what VOICECOACH_DEBUG=1 before the command prints."
        sys.exit(tell(Problem(what, mend), FAILED))
    sys.exit(code or 0)


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(package_name="voicecoach")
@click.pass_context
def commands(context: click.Context) -> int | None:
    """A hands-free exercise coach. Without a command it talks with you, and you choose by voice.

    It reads an exercise session aloud, counts, keeps time, and listens: say "pause", or
    "it hurts". It works offline; no sound is stored and none leaves the machine. It gives general
    exercise guidance and is no substitute for a clinician.
    """
    if context.invoked_subcommand is not None:
        return None
    return int(context.invoke(session.talk))


for _command in (
    session.talk,
    session.run,
    session.devices,
    doctor.doctor,
    programme.programme,
    library.sessions,
    library.get,
    authoring.check,
    authoring.new,
    authoring.import_,
    authoring.schema,
    authoring.plan,
    rendering.render,
    listening.hear,
    listening.understand,
    memory.history,
    memory.forget,
    settings.settings,
    settings.set_,
    voices.voices,
    starting.install_autostart,
    starting.remind,
):
    commands.add_command(_command)

"""The `floorwalker` command: one verb per file in this folder, loaded only when it is called.

Exit codes:
    0   done
    1   a fault of ours
    2   the command line is wrong
    3   the input (file, problem, form) cannot be used; nothing was stored
    4   an answer exists but breaks a rule or misses a target that was asked for as a condition
    5   the set-up of this machine does not allow it (another server running, no database, …)
    130 interrupted
"""

import importlib
import pkgutil
import sys

import click

import floorwalker
from floorwalker.foundation.errors import BadInputError, FloorwalkerError, SetupError

EXIT_BAD_INPUT = 3
EXIT_RULES_BROKEN = 4
EXIT_SETUP = 5
EXIT_INTERRUPTED = 130
ZONE_DEFAULT = "America/Toronto"
"""Of a site, or a file's clock, that nobody named."""


class VerbsInThisFolder(click.Group):
    """A group whose commands are the public modules beside this file, each with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every verb."""
        del ctx
        modules = pkgutil.iter_modules(__path__)
        return sorted(m.name.replace("_", "-") for m in modules if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb's module and return its command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.command(cls=VerbsInThisFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(floorwalker.__version__, prog_name="floorwalker")
def floorwalker_command() -> None:
    """Floorwalker: the workbench of the contact-centre supervisor."""


def main() -> None:
    """Run the command line; turn our own errors into one clear line and a documented exit code."""
    try:
        sys.exit(floorwalker_command(prog_name="floorwalker", standalone_mode=False) or 0)
    except FloorwalkerError as error:
        click.echo(f"floorwalker: {error}", err=True)
        sys.exit(_exit_code(error))
    except click.Abort:
        click.echo("floorwalker: interrupted.", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def _exit_code(error: FloorwalkerError) -> int:
    match error:
        case BadInputError():
            return EXIT_BAD_INPUT
        case SetupError():
            return EXIT_SETUP
        case _:
            return 1

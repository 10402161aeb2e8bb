"""Failures that are told in words rather than as a traceback."""

import errno
import sys
from collections.abc import Callable


class Problem(Exception):
    """What went wrong and what to do about it, in a sentence."""


def told(error: OSError) -> Problem:
    """A failed read or write in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem(
            f"{error.filename or 'the disk'}: no space is left. Free some and run the same command again; it continues."
        )
    return Problem(f"{error.filename}: {error.strerror}.")


def run(main: Callable[[], None]) -> None:
    """Runs a command: 0 when done, 1 when it failed, 2 when it was misused, 130 when interrupted."""
    try:
        main()
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        print(f"error: {told(error)}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted; the same command continues.", file=sys.stderr)
        sys.exit(130)

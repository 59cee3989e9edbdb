"""Starts the web server that is installed, tied to whoever supervises it. Used by `laplateforme serve`.

python -m laplateforme.config.web granian|gunicorn|django WORDS OF ITS OWN
"""

import sys

from laplateforme.core import lifeline


def main() -> None:
    name, *words = sys.argv[1:]
    lifeline.hold_supervisor()
    lifeline.announce_server()
    sys.argv = [name, *words]
    if name == "granian":
        from granian.cli import entrypoint  # noqa: PLC0415  one server is chosen, the others may be absent

        entrypoint()  # type: ignore[no-untyped-call]
    elif name == "gunicorn":
        from gunicorn.app.wsgiapp import run  # noqa: PLC0415

        run()
    else:
        from laplateforme.config.cli import main as django  # noqa: PLC0415

        django(["runserver", "--noreload", *words])


if __name__ == "__main__":
    main()

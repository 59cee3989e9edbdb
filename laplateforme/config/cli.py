"""`laplateforme`: the verbs of those who run the platform. Developers have manage.py."""

import os
import sys

VERBS = {
    "demo": "the demonstration network: prepares everything, serves it, says how to sign in",
    "prepare": "makes an installation ready or brings it up to date (database, places, static files, index)",
    "serve": "serves the platform, with a worker beside it",
    "worker": "does the work that waits (mail, papers), and what is done once a day",
    "import-offers": "reads a file of offers: preview first, then --confirm",
    "import-spip": "brings an old SPIP site over: says what it would do, then --confirm",
    "export-offers": "writes the offers of a network to a file",
    "leaflet": "prints the leaflet of a network, or of one organization",
    "backup": "one file with the database, the files and a manifest",
    "restore": "puts a backup back; only says what it would do without --yes",
    "stand-keys": "keys of the stands at fairs: list, create, rotate, drill",
    "verify": "checks the data, or a backup",
    "create-admin": "opens an account that may do everything",
}


def usage() -> str:
    lines = ["laplateforme <verb> [--help]", ""]
    lines += [f"  {verb:<15}{meaning}" for verb, meaning in VERBS.items()]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Chooses the settings (production as soon as LP_ADDRESS is set) and runs the verb."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words or words[0] in {"-h", "--help", "help"}:
        print(usage())  # noqa: T201  it is what was asked for
        return
    production = "LP_ADDRESS" in os.environ and words[0] != "demo"
    settings = "prod" if production else "dev"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"laplateforme.config.settings.{settings}")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  app ready

    execute_from_command_line(["laplateforme", words[0].replace("-", "_"), *words[1:]])


if __name__ == "__main__":
    main()

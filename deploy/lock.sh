#!/bin/sh
# requirements/*.txt: every version with its hashes, for Python 3.11 to 3.13, without the address of any registry.
set -eu
uv="$(command -v uv || echo .venv/bin/uv)"
compile() { "$uv" pip compile pyproject.toml "$@" --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header -q; }
compile -o requirements/base.txt
compile --extra production -o requirements/production.txt
compile --extra production --group dev -o requirements/dev.txt

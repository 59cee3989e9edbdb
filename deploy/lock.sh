#!/bin/sh
# requirements/*.txt: every version with its hashes, for Python 3.11 to 3.13, without the address of any registry.
# The development list comes first and binds the two others: what is tested is what runs.
set -eu
uv="$(command -v uv || echo .venv/bin/uv)"
compile() { "$uv" pip compile pyproject.toml "$@" --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-header -q; }
compile --extra production --group dev -o requirements/dev.txt
compile --extra production -c requirements/dev.txt -o requirements/production.txt
compile -c requirements/dev.txt -o requirements/base.txt

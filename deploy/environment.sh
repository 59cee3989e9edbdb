#!/bin/sh
# Makes .venv from the locked list (base, production or dev). uv where it is or can be had, else pip with hashes.
set -eu
list="$1"
python="${PYTHON:-}"
for name in $python python3.12 python3.13 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
        python="$name"
        break
    fi
    python=""
done
[ -n "$python" ] || { echo "Python 3.11, 3.12 or 3.13 is needed." >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
if [ -z "${WITHOUT_UV:-}" ]; then
    export UV_PYTHON_DOWNLOADS=never
    if command -v uv >/dev/null 2>&1; then uv=uv; else
        [ -x .venv/bin/uv ] || .venv/bin/python -m pip install -q --disable-pip-version-check uv 2>/dev/null || true
        uv=.venv/bin/uv
    fi
fi
if [ -z "${WITHOUT_UV:-}" ] && "$uv" --version >/dev/null 2>&1; then
    VIRTUAL_ENV=.venv "$uv" pip install -q --require-hashes -r "requirements/$list.txt"
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "requirements/$list.txt"
fi
# The house itself: this folder on the path, and its command. Nothing is built, nothing is fetched.
site="$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')"
pwd > "$site/laplateforme.pth"
printf '#!%s/.venv/bin/python\nfrom laplateforme.config.cli import main\n\nmain()\n' "$(pwd)" > .venv/bin/laplateforme
chmod +x .venv/bin/laplateforme
touch ".venv/$list"
if [ "$list" = dev ]; then touch .venv/base; fi

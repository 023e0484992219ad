#!/usr/bin/env bash
# Creates the virtual environment; installs Debian's venv module where we may, else names what is missing in one line.
set -eu
python=$1 venv=$2
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: $("$python" --version) found. Try: make PYTHON=python3.11" >&2; exit 1; }
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$version" >/dev/null
  else
    echo "The venv module is missing. Run: sudo apt-get install $version" >&2; exit 1
  fi
fi
"$python" -m venv "$venv"
# Compiled Python stands in the environment, not beside the sources: the checkout stays as it was cloned.
site=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
line='import sys; sys.pycache_prefix = sys.pycache_prefix or sys.prefix + "/pycache"; sys.dont_write_bytecode = False'
echo "$line" > "$site/bytecode_in_the_environment.pth"

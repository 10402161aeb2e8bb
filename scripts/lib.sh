# What the scripts share: where things stand, how they speak, how many jobs to run. Sourced, never run.
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

# Emscripten's linker looks for node-acorn here (Debian 12).
export NODE_PATH=${NODE_PATH:-/usr/share/nodejs}

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' red='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2; }

die() {
    printf '%s%s:%s %s\n' "$red" "$(basename "$0")" "$plain" "$*" >&2
    exit 1
}

# Misused: an option nobody knows.
misuse() {
    printf '%s: %s\nTry %s --help.\n' "$(basename "$0")" "$*" "$0" >&2
    exit 2
}

# One compiler needs about a gigabyte, so memory bounds the jobs as well as cores do.
jobs_wanted() {
    local cores gigabytes
    cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
    gigabytes=$(awk '/MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo 2>/dev/null || echo 4)
    if [ "$gigabytes" -lt "$cores" ]; then cores=$gigabytes; fi
    if [ "$cores" -lt 1 ]; then cores=1; fi
    echo "$cores"
}

# at_least 18.18 20.1.0: the second version is the first or newer.
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# build PRESET [TARGET...]: configures when it is the first time or the presets changed, and builds.
build() {
    local preset=$1
    shift
    [ "build/$preset/build.ninja" -nt CMakePresets.json ] || cmake --preset "$preset" >&2
    cmake --build "build/$preset" --parallel "$(jobs_wanted)" ${1+--target "$@"} >&2
}

# The version that CMakeLists.txt gives the project; package.json and CHANGELOG.md repeat it.
project_version() { sed -nE 's/^project\(farsight VERSION ([0-9.]+).*/\1/p' CMakeLists.txt; }

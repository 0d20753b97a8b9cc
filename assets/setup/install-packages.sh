#!/bin/sh
# Installs the system packages that VIQ needs and this machine lacks (Debian, Ubuntu and their children).
# usage: install-packages.sh run|test
set -eu

purpose=${1:?usage: install-packages.sh run|test}

# To build and run: a C linker, GDAL, and the system's SQLite (GDAL uses the same one; a second in the process crashes).
wanted="build-essential pkg-config libgdal-dev libsqlite3-dev"
# The window loads these only when it opens: nothing of them shows at linking.
wanted="$wanted libxkbcommon0 libxkbcommon-x11-0 libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libgl1 libegl1 libgl1-mesa-dri"
wanted="$wanted libwayland-client0 libwayland-egl1"
case $purpose in
run) ;;
test)
    # The tests also ask outside programs, start a PostgreSQL of their own, and open the window on a screen of their own.
    wanted="$wanted ca-certificates git gdal-bin sqlite3 libxml2-utils postgresql xvfb xauth"
    ;;
*)
    echo "install-packages.sh: what for, '$purpose'? run or test" >&2
    exit 2
    ;;
esac

is_debian() {
    [ -r /etc/os-release ] || return 1
    # shellcheck disable=SC1091
    families=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
    case " $families " in *" debian "* | *" ubuntu "*) ;; *) return 1 ;; esac
    command -v apt-get >/dev/null && command -v dpkg-query >/dev/null
}

if [ -n "${VIQ_SKIP_PACKAGES:-}" ]; then
    echo "system packages: not looked at (VIQ_SKIP_PACKAGES is set)"
    exit 0
fi

if ! is_debian; then
    {
        echo "VIQ installs its system packages on Debian and Ubuntu only. On this system please install what goes by these"
        echo "names there: $wanted"
        [ "$purpose" = run ] || echo "and PostGIS 3 for that PostgreSQL."
        echo "Then run the same command again with VIQ_SKIP_PACKAGES=1."
    } >&2
    exit 1
fi

is_installed() {
    dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

missing=
for package in $wanted; do
    is_installed "$package" || missing="$missing $package"
done
lacks_postgis=
if [ "$purpose" = test ] && ! is_installed 'postgresql-*-postgis-3'; then
    lacks_postgis=yes
fi

if [ -z "$missing$lacks_postgis" ]; then
    echo "system packages: nothing missing"
    exit 0
fi

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        echo "these packages are missing and neither root nor sudo is at hand:$missing ${lacks_postgis:+PostGIS}" >&2
        exit 1
    fi
}

echo "system packages missing:$missing${lacks_postgis:+ PostGIS}"
as_root apt-get update --quiet

if [ -n "$lacks_postgis" ]; then
    # One package a PostgreSQL version: the newest on offer belongs to the version that `postgresql` brings.
    postgis=$(apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d' ' -f1 | sort -V | tail -n 1)
    if [ -z "$postgis" ]; then
        echo "no package postgresql-*-postgis-3 is on offer here; the catalog's tests need PostGIS 3" >&2
        exit 1
    fi
    missing="$missing $postgis"
fi

echo "installing:$missing"
# shellcheck disable=SC2086
as_root apt-get install --yes --quiet --no-install-recommends $missing </dev/null

#!/usr/bin/env bash
# Makes sure that what building needs is there: a Swift toolchain, which it only looks for, and Debian packages, which
# it installs where they are missing. Says nothing when all is well. Further packages may be named.
set -euo pipefail

wanted="6.1"
if ! command -v swift >/dev/null 2>&1; then
    cat >&2 <<EOF
pejl needs a Swift toolchain, $wanted or newer, and there is none on this machine's PATH.
Get one for Debian 12 or Ubuntu at https://www.swift.org/install/linux/ : either with Swift's own installer,
    curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz
    tar zxf swiftly-\$(uname -m).tar.gz && ./swiftly init
or by unpacking the toolchain's archive and putting its usr/bin on the PATH. Then run this again.
EOF
    exit 69
fi
packages=(
    # pejl
    libcurl4-openssl-dev libsimdjson-dev libsqlite3-dev libssl-dev pkg-config zlib1g-dev
    # its tests and benchmarks
    openssl procps python3 python3-venv
    # the toolchain itself, as swift.org lists them
    binutils g++ git libc6-dev libncurses-dev libxml2-dev tzdata
    "$@"
)
missing=()
for package in "${packages[@]}"; do
    state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || missing+=("$package")
done
install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "pejl needs these packages, and there is no apt-get to install them: $*" >&2
        exit 69
    fi
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || {
            echo "pejl needs these packages; install them as root: apt-get install $*" >&2
            exit 77
        }
        root=(sudo)
    fi
    echo "installing: $*" >&2
    "${root[@]}" apt-get update -qq >&2
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}
[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"

if ! version=$(swift --version 2>&1); then
    echo "the Swift toolchain on this machine's PATH does not start: $version" >&2
    exit 69
fi
found=$(sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' <<<"$version" | head -n 1)
if [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    echo "pejl needs Swift $wanted or newer; this is ${found:-of unknown version}. See https://www.swift.org/install/linux/" >&2
    exit 69
fi

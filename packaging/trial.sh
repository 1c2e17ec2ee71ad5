#!/usr/bin/env bash
# The package on a Debian of its own, as a new administrator meets it: installed, configured, a first publication from the
# stand-in publishers as the user pejl, upgraded, removed and purged. What is left behind is what docs/install.md says.
#
#   packaging/trial.sh [PACKAGE]      as root; .build-deb/pejl_*.deb
#
# The Debian is made by debootstrap from where apt on this machine gets its packages; SUITE and MIRROR name another one.
set -euo pipefail
# One order, for comm.
export LC_ALL=C
cd "$(dirname "$0")/.."
package=$(realpath "${1:-$(echo .build-deb/pejl_*.deb)}")
if [ "$(id -u)" -ne 0 ]; then
    echo "trial: a root to install into can be made by root only; the package is not tried"
    exit 0
fi
packaging/prepare.sh debootstrap
suite=${SUITE:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' \
    | awk -v suite="$suite" '$4 == "main" && ($2 == suite || $3 == suite) { print $1; exit }')}
[ -n "$mirror" ] || {
    echo "trial: apt on this machine knows no $suite; name one with MIRROR and SUITE" >&2
    exit 69
}
root=$PWD/.build-deb/root
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    for place in proc dev/shm; do
        ! mountpoint -q "$root/$place" || umount -l "$root/$place"
    done
}
trap finish EXIT
fail() {
    echo "trial: $*" >&2
    exit 1
}
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive HOME=/root "$@"; }
as() { inside setpriv --reuid "$1" --regid "$2" --init-groups "${@:3}"; }
step() { echo "trial: $*"; }
# A condition that must hold, in the words of what it says.
holds() {
    local what=$1
    shift
    "$@" > "$root/../held" 2>&1 || fail "not so: $what: $* ended with $?: $(tail -n 5 "$root/../held")"
    echo "trial:   $what"
}

# MARK: a Debian

finish
# The bare one is kept for the next trial; `make clean` takes it away.
base=$PWD/.build-deb/base-$suite
if [ ! -d "$base" ]; then
    step "debootstrap $suite"
    rm -rf "$base.unfinished"
    debootstrap --variant=minbase "$suite" "$base.unfinished" "$mirror" > .build-deb/debootstrap.log 2>&1 \
        || fail "debootstrap: $(tail -n 5 .build-deb/debootstrap.log)"
    mv "$base.unfinished" "$base"
fi
rm -rf "$root"
cp -a "$base" "$root"
# Security updates and the proxy are the machine's own; nothing here is signed by keys that the root does not know.
for file in sources.list sources.list.d apt.conf apt.conf.d auth.conf.d; do
    [ ! -e "/etc/apt/$file" ] || cp -RL "/etc/apt/$file" "$root/etc/apt/"
done
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
cp "$package" "$root/tmp/pejl.deb"
holds "the lists are there" inside apt-get update -qq
step "no Swift here: $(inside sh -c 'command -v swift || echo none')"
holds "what the package depends on is in $suite" \
    inside apt-get satisfy -y -qq --no-install-recommends "$(dpkg-deb -f "$package" Depends), $(dpkg-deb -f "$package" Pre-Depends)"
# Names of everything but caches, lists and logs, and what users and groups there are.
inventory() {
    {
        (cd "$root" && find . -xdev \( -path ./proc -o -path ./tmp -o -path ./dev -o -path ./run -o -path ./var/cache \
        -o -path "./etc/*-" -o -path ./var/log -o -path ./var/lib/dpkg -o -path ./var/lib/apt \) -prune -o -print | sed 's/^\.//')
        cut -d : -f 1 "$root/etc/passwd" | sed 's/^/user /'
        cut -d : -f 1 "$root/etc/group" | sed 's/^/group /'
    } | sort
}
inventory > .build-deb/before

# MARK: installing

step "install"
holds "apt installs it" inside apt-get install -y -qq --no-install-recommends /tmp/pejl.deb
holds "pejl says what it can do" inside pejl --help
holds "nothing is linked to what is not there" inside sh -c '! ldd /usr/lib/pejl/pejl* | grep "not found"'
holds "the configuration that ships is right" inside pejl config check
holds "the manual has its pages" inside sh -c 'ls /usr/share/man/man1/pejl-status.1.gz /usr/share/man/man8/pejld.8.gz /usr/share/man/man5/pejl.toml.5.gz'
holds "figures are not for everybody" \
    inside sh -c 'test "$(stat -c "%a %U %G" /var/lib/pejl)" = "750 pejl pejl"'
holds "keys are root's, and pejl's to read" inside sh -c 'test "$(stat -c "%a %U %G" /etc/pejl/keys)" = "750 root pejl"'
holds "the service waits for an administrator" inside sh -c '! ls /etc/systemd/system/multi-user.target.wants/pejld.service'
step "$(inside du -sk /usr/lib/pejl | cut -f 1) KiB in /usr/lib/pejl"

# MARK: the publishers' stand-ins, and a first publication

inside useradd --create-home analyst
inside usermod --append --groups pejl analyst
# Started without a shell of ours between, so that it is the one that is ended.
chroot "$root" env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME=/home/analyst setpriv --reuid analyst --regid analyst \
    --init-groups env -C /home/analyst pejl demo --serve --lang en --directory /home/analyst/demo > .build-deb/demo.out 2>&1 &
server=$!
for _ in $(seq 240); do
    grep -q "The publishers answer" .build-deb/demo.out && break
    kill -0 "$server" 2>/dev/null || fail "pejl demo: $(cat .build-deb/demo.out)"
    sleep 0.5
done
step "pejl demo: $(grep -c . .build-deb/demo.out) lines; $(grep Publication .build-deb/demo.out)"
address() { sed -n "/^\[publishers.$1\]/,/^base_url/s/^base_url = \"\(.*\)\"/\1/p" "$root/home/analyst/demo/etc/pejl.toml"; }
inside mkdir -p /srv/rehearsal
cp "$root"/home/analyst/demo/etc/datasets/*.toml "$root/srv/rehearsal/"
sed -i \
    -e 's|^# dataset_directory = .*|dataset_directory = "/srv/rehearsal"|' \
    -e 's|^# allow_private_addresses = .*|allow_private_addresses = true|' \
    -e 's|^# minimum_interval_seconds = .*|minimum_interval_seconds = 0.0|' \
    -e "s|^# base_url = \"https://api.statbank.dk.*|base_url = \"$(address statbank)\"|" \
    -e "s|^# base_url = \"https://api.uddannelsesstatistik.*|base_url = \"$(address uddannelsesstatistik)\"|" \
    -e 's|^# key_file = .*|key_file = "keys/uddannelsesstatistik"|' \
    -e 's|^# \[datasets.folk1am\]|[datasets.folk1am]|' \
    -e 's|^# periods = .*|periods = [">=2021M10<=2024M04"]|' \
    "$root/etc/pejl/pejl.toml"
echo demo-key > "$root/etc/pejl/keys/uddannelsesstatistik"
inside chown pejl:pejl /etc/pejl/keys/uddannelsesstatistik
inside chmod 0400 /etc/pejl/keys/uddannelsesstatistik
step "configure"
holds "the changed configuration is right" inside pejl config check --lang en
for plugin in benchmark stale-figures; do
    holds "$plugin is trusted" inside pejl plugin trust "$plugin"
done
step "pejld --once, as pejl"
as pejl pejl pejld --once > .build-deb/first.log 2>&1 || fail "pejld --once ended with $?: $(cat .build-deb/first.log)"
sed 's/^/trial:   /' .build-deb/first.log
grep -q "published number 1" .build-deb/first.log || fail "nothing was published"
holds "an analyst reads it" as analyst analyst pejl query \
    "SELECT value FROM figures WHERE indicator = 'absence' AND area_code = '766' LIMIT 1"
as analyst analyst pejl status --lang en > .build-deb/status.out || fail "pejl status ended with $?"
sed 's/^/trial:   /' .build-deb/status.out
holds "who is in no group of ours reads no figure" inside sh -c '! setpriv --reuid nobody --regid nogroup --clear-groups ls /var/lib/pejl/'
holds "an analyst reads no key" inside sh -c '! setpriv --reuid analyst --regid analyst --init-groups cat /etc/pejl/keys/uddannelsesstatistik'

# MARK: upgrading

step "upgrade over itself"
# As if the program had been another one before: trusted, and replaced by the package.
printf ' ' >> "$root/usr/lib/pejl/pejl-plugins"
holds "another program is trusted" inside pejl plugin trust benchmark
cp "$root/etc/pejl/pejl.toml" .build-deb/kept.toml
holds "it is installed over itself" inside dpkg --install /tmp/pejl.deb
holds "the analysis that came with the package is the one that is trusted" inside sh -c \
    'grep -q "$(sha256sum < /usr/lib/pejl/pejl-plugins | cut -d " " -f 1)" /etc/pejl/plugins.lock'
holds "the configuration is as it was" cmp "$root/etc/pejl/pejl.toml" .build-deb/kept.toml
as pejl pejl pejld --once > .build-deb/second.log 2>&1 || fail "pejld --once ended with $?: $(cat .build-deb/second.log)"
grep -q "nothing new; publication 1 stands" .build-deb/second.log \
    || grep -q "published number 2" .build-deb/second.log || fail "after the upgrade: $(cat .build-deb/second.log)"
step "  $(tail -n 1 .build-deb/second.log)"

# MARK: removing

kill "$server"
wait "$server" || true
server=
inside userdel --remove analyst 2> /dev/null
rm -r "$root/srv/rehearsal"
step "remove"
holds "dpkg removes it" inside dpkg --remove pejl
holds "the programs are gone" inside sh -c '! ls /usr/bin/pejl* /usr/lib/pejl'
holds "configuration and figures are there" inside ls /etc/pejl/pejl.toml /var/lib/pejl/published/pejl.sqlite
step "purge"
holds "dpkg purges it" inside dpkg --purge pejl
inventory > .build-deb/after
# Folders, files below which are theirs, users and groups, one a line, as the page lists them.
sed -n '/^<!-- left behind -->$/,/^```$/p' docs/install.md | grep -E '^(/|user |group )' > .build-deb/documented
comm -13 .build-deb/before .build-deb/after | awk '
    NR == FNR { said[$0]; next }
    { for (one in said) if ($0 == one || (one ~ /^\// && index($0, one "/") == 1)) { met[one]; next } print "not documented: " $0 }
    END { for (one in said) if (!(one in met)) print "documented and not there: " one }
' .build-deb/documented - > .build-deb/differences
[ ! -s .build-deb/differences ] || fail "a purge leaves something else than docs/install.md says: $(cat .build-deb/differences)"
comm -23 .build-deb/before .build-deb/after > .build-deb/lost
[ ! -s .build-deb/lost ] || fail "something was there before and is gone: $(cat .build-deb/lost)"
step "what a purge leaves is what docs/install.md says: $(tr '\n' ' ' < .build-deb/documented)"

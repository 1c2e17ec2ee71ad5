#!/usr/bin/env bash
# Makes the Debian package of what `make release PREFIX=/usr` built, and lets lintian look at it.
#
# Debian's tools want debian/ at the top of a source tree. Two ways were weighed: a debian/ at the top of ours, beside
# Sources; or a tree that is put together for them. The latter: it holds packaging/debian as debian/ and nothing else, and
# its rules call install.sh. No Debian source package can be built of this anyway, because SwiftPM fetches what
# Package.swift pins, which Debian's own builders may not; and what is built stays built between packages.
set -euo pipefail
cd "$(dirname "$0")/.."
packaging/prepare.sh debhelper dpkg-dev lintian
tree=.build-deb/pejl
rm -rf "$tree" .build-deb/pejl_* .build-deb/root
mkdir -p "$tree"
cp -R packaging/debian "$tree/debian"
# Who makes a package says so, as Debian's tools ask for it; an address of ours would be made up.
unsaid=()
if [ -n "${DEBEMAIL-}" ]; then
    sed -i "s|pejl maintainers <pejl@localhost>|${DEBFULLNAME:-pejl maintainers} <$DEBEMAIL>|" "$tree"/debian/c*
else
    echo "deb: DEBEMAIL is not set, so the package names pejl@localhost, which lintian is told to let pass"
    unsaid=(--suppress-tags "bogus-mail-host,bogus-mail-host-in-debian-changelog")
fi
(cd "$tree" && dpkg-buildpackage --build=binary --no-sign > ../build.log 2>&1) || {
    tail -n 40 .build-deb/build.log >&2
    exit 70
}
package=$(echo .build-deb/pejl_*.deb)
lintian --allow-root --fail-on error "${unsaid[@]}" "$package"
echo "$package: $(du -k "$package" | cut -f 1) KiB, installed $(dpkg-deb -f "$package" Installed-Size) KiB"

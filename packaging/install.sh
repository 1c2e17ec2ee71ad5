#!/usr/bin/env bash
# Installs what `make release` built: make install [DESTDIR=] [PREFIX=/usr/local]
#
# Everything that runs lies in one folder, PREFIX/lib/pejl: programs find each other beside themselves, and Swift's own
# libraries, of which the machine needs none, lie there too. PREFIX/bin has links to `pejl` and `pejld`. The configuration
# is in /etc/pejl, whatever the prefix; a file that is there is left alone.
#
# Why libraries rather than programs with Swift inside: docs/dependencies.md.
set -euo pipefail
cd "$(dirname "$0")/.."
built=${1:?the folder of the release build}
: "${DESTDIR=}" "${PREFIX:=/usr/local}" "${UNIT_FOLDER:=$PREFIX/lib/systemd/system}"
root=$DESTDIR$PREFIX
home=$root/lib/pejl
programs=(pejl pejld pejl-plugins pejl-sql pejl-launch)

# MARK: programs

install -d "$root/bin" "$home/plugins"
for program in "${programs[@]}"; do
    install -m 0755 -s "$built/$program" "$home/$program"
done
ln -sfn "../lib/pejl/pejl" "$root/bin/pejl"
ln -sfn "../lib/pejl/pejld" "$root/bin/pejld"

# MARK: Swift's libraries: those that the programs name, those that these name, and so on

runtime=$(dirname "$(realpath "$(command -v swift)")")/../lib/swift/linux
needed() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }
declare -A taken=()
take_libraries_of() {
    local library
    for library in $(needed "$1"); do
        # What is not the toolchain's is the system's, and its packages see to it.
        if [ ! -e "$runtime/$library" ] || [ -n "${taken[$library]-}" ]; then continue; fi
        taken[$library]=1
        install -m 0644 -s "$runtime/$library" "$home/$library"
        take_libraries_of "$runtime/$library"
    done
}
for program in "${programs[@]}"; do take_libraries_of "$built/$program"; done
for program in "${programs[@]}"; do
    # A folder of the machine that built it would be looked in on every machine that runs it.
    path=$(readelf -d "$home/$program" | sed -n 's/.*R\(UN\)\?PATH).*\[\(.*\)\]/\2/p')
    if [ "$path" != "$PREFIX/lib/pejl" ]; then
        echo "install: $program looks for its libraries in \"$path\" rather than $PREFIX/lib/pejl: make release PREFIX=$PREFIX" >&2
        exit 70
    fi
done

# MARK: plugins: the manifest and the statements; their programs are pejl-plugins and pejl-sql

for manifest in Plugins/*/plugin.toml; do
    folder=$(dirname "$manifest")
    id=$(sed -n 's/^id = "\(.*\)"$/\1/p' "$manifest")
    install -d "$home/plugins/$id"
    install -m 0644 "$manifest" "$folder/README.md" "$home/plugins/$id/"
    for statement in "$folder"/*.sql; do
        [ ! -e "$statement" ] || install -m 0644 "$statement" "$home/plugins/$id/"
    done
done

# MARK: the configuration, and all of it as it ships, to compare with and for `pejl demo`

share=$root/share/pejl
install -d "$share/etc/pejl" "$DESTDIR/etc/pejl/plugins.d"
cp -R --no-preserve=ownership,mode etc/pejl/. "$share/etc/pejl/"
ln -sfn "../../lib/pejl/plugins" "$share/Plugins"
if [ "$PREFIX" != /usr ]; then
    # The programs look in /usr/lib/pejl unless the file names another folder.
    sed -i \
        -e "s|^# plugin_directories = .*|plugin_directories = [\"$PREFIX/lib/pejl/plugins\", \"/etc/pejl/plugins.d\"]|" \
        -e "s|^# program_directory = .*|program_directory = \"$PREFIX/lib/pejl\"|" "$share/etc/pejl/pejl.toml"
fi
for file in pejl.toml datasets/*.toml layouts/*.toml; do
    for shipped in "$share"/etc/pejl/$file; do
        name=${shipped#"$share/etc/pejl/"}
        [ -e "$DESTDIR/etc/pejl/$name" ] || install -D -m 0644 "$shipped" "$DESTDIR/etc/pejl/$name"
    done
done

# MARK: the terms of what is inside the programs and beside them, where the build fetched it

terms=$root/share/doc/pejl/terms
for checkout in "$built"/../checkouts/*/ "$built"/../../checkouts/*/; do
    for text in "$checkout"LICENSE*; do
        [ ! -e "$text" ] || install -D -m 0644 "$text" "$terms/$(basename "$checkout")"
    done
done
install -D -m 0644 "$runtime/../../../share/swift/LICENSE.txt" "$terms/Swift"

# MARK: the service

for unit in pejld.service pejld@.service; do
    install -D -m 0644 "systemd/$unit" "$DESTDIR$UNIT_FOLDER/$unit"
    sed -i "s|/usr/lib/pejl/|$PREFIX/lib/pejl/|" "$DESTDIR$UNIT_FOLDER/$unit"
done
install -D -m 0644 systemd/pejl.sysusers.conf "$root/lib/sysusers.d/pejl.conf"
install -D -m 0644 systemd/pejl.tmpfiles.conf "$root/lib/tmpfiles.d/pejl.conf"

# MARK: manual and completions, from what the programs say of themselves

export LD_LIBRARY_PATH=$runtime
version=$(sed -n '1s/.*(\(.*\)).*/\1/p' packaging/debian/changelog)
python3 -B packaging/manual.py "$home" "$root/share/man" "$version"
for program in pejl pejld; do
    for place in bash-completion/completions/$program zsh/vendor-completions/_$program fish/vendor_completions.d/$program.fish; do
        shell=${place%%-*}
        shell=${shell%%/*}
        install -d "$root/share/$(dirname "$place")"
        "$home/$program" --generate-completion-script "$shell" | sed '1{/^#!/d}' > "$root/share/$place"
    done
done

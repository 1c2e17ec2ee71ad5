# pejld.service made into pejld@.service; packaging/check-units.sh compares.
1,4c\
# A second pejld beside the first, such as a test beside production: pejld@test.service is configured by\
# /etc/pejl-test/pejl.toml, and keeps its figures in /var/lib/pejl-test, which that file must name as state_directory.\
# What is not said here is said in pejld.service; packaging/instance.sed makes this file of that one.
s/^Description=.*/& (%i)/
s|/etc/pejl/|/etc/pejl-%i/|g
s/^\(State\|Runtime\|Configuration\)Directory=pejl$/&-%i/
# Comments are for one place only.
5,$ {
    /^#/d
}
# It is the same user: a configuration that still names production's folder must find nothing there.
/^ProtectHome=/i\
InaccessiblePaths=-/var/lib/pejl -/run/pejl -/etc/pejl/keys

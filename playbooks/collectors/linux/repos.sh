# shellcheck shell=sh
# Software repositories of apt, dnf/yum and zypper, and the settings that weaken signature checks, each with its line.
# budget: 20
# root: yes
# keys: none

# Credentials stay here: user and password before a host, what follows a question mark, and long path parts (tokens).
mask() {
    sed -e 's#://[^/ 	]*@#://***@#g' -e 's#?[^ 	]*#?***#g' -e 's#/[0-9A-Za-z_-]\{32,\}#/***#g' | tr '\001-\010\013-\037\177' '?'
}

# each PROGRAM FILE...: runs an awk program over the files; a line about a file itself has the number 0.
each() {
    program=$1
    shift
    for file in "$@"; do
        shift
        [ -e "$file" ] || continue
        case $file in *[[:cntrl:]]*)
            printf '?\t0\todd\n'
            continue
            ;;
        esac
        if [ -r "$file" ]; then set -- "$@" "$file"; else printf '%s\t0\tdenied\n' "$file"; fi
    done
    [ $# -eq 0 ] || awk "$program" "$@" | mask
}

# apt reads only file names of these letters.
named() {
    for file in "$@"; do
        case ${file##*/} in *[!A-Za-z0-9._-]*) ;; *) [ ! -e "$file" ] || printf '%s\n' "$file" ;; esac
    done
}

apt_list() {
    # shellcheck disable=SC2016,SC2046  # awk's own $; names have no blanks
    each '/^[ \t]*(deb|deb-src)[ \t]/ { printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 2000) }' \
        /etc/apt/sources.list $(named /etc/apt/sources.list.d/*.list)
}

apt_sources() {
    # Only the fields that are judged, and the empty lines between stanzas. An embedded key is told as "Signed-By: inline".
    # shellcheck disable=SC2016,SC2046
    each '
        FNR == 1 { field = "" }
        function say(text) { printf "%s\t%d\t%s\n", FILENAME, FNR, substr(text, 1, 2000) }
        /^#/ { next }
        /^[ \t]*\r?$/ { field = ""; say(""); next }
        /^[ \t]/ { if (field ~ /^(types|uris|suites|components)$/) say($0); next }
        {
            field = tolower($0); sub(/[ \t]*:.*/, "", field)
            if (field ~ /^(types|uris|suites|components|enabled|trusted|allow-(insecure|weak|downgrade-to-insecure)|signed-by|check-valid-until)$/)
                say($0)
        }' $(named /etc/apt/sources.list.d/*.sources)
}

APT_KEYS='(apt::get::(allowunauthenticated|force-yes)|acquire::(allow(insecure|weak|downgradetoinsecure)repositories|check-valid-until)|acquire::https(::[^:]*)*::verify-(peer|host)|dir::etc::source(list|parts))'
apt_config() { apt-config dump | grep -iE "^${APT_KEYS}[ 	]" | mask; }
apt_files() {
    # A setting may stand in nested braces: then only its last word is on the line.
    # shellcheck disable=SC2016,SC2046
    each '
        { line = tolower($0) }
        line ~ /^[ \t]*(\/\/|#[^c])/ { next }
        line ~ /(allowunauthenticated|force-yes|allow(insecure|weak|downgradetoinsecure)repositories|check-valid-until|verify-(peer|host))/ {
            printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 300)
        }' $(named /etc/apt/apt.conf.d/*) /etc/apt/apt.conf
}

# shellcheck disable=SC2016
INI='
    FNR == 1 { list = 0 }
    /^[ \t]*\[/ { printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 200); list = 0; next }
    /^[ \t]/ { if (list) printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 2000); next }
    {
        key = tolower($0); sub(/[ \t]*[=:].*/, "", key); list = 0
        if (key ~ /^(baseurl|mirrorlist|metalink|enabled|gpgcheck|pkg_gpgcheck|repo_gpgcheck|sslverify|reposdir|ssl_verify)$/) {
            list = key == "baseurl"
            printf "%s\t%d\t%s\n", FILENAME, FNR, substr($0, 1, 2000)
        }
    }'
dnf_main() {
    if [ -e /etc/dnf/dnf.conf ]; then each "$INI" /etc/dnf/dnf.conf; else each "$INI" /etc/yum.conf; fi
}
dnf_repos() { each "$INI" /etc/yum.repos.d/*.repo /etc/distro.repos.d/*.repo; }
zypper_main() {
    if [ -e /etc/zypp/zypp.conf ]; then each "$INI" /etc/zypp/zypp.conf; else each "$INI" /usr/etc/zypp/zypp.conf; fi
}
zypper_repos() { each "$INI" /etc/zypp/repos.d/*.repo; }

if have apt-get; then
    run apt.config apt_config
    run apt.files apt_files
    run apt.list apt_list
    run apt.sources apt_sources
fi
if have zypper; then
    run zypper.main zypper_main
    run zypper.repos zypper_repos
elif have dnf || have yum || have dnf5 || have microdnf; then
    if have dnf5; then run dnf.kind printf 'dnf5\n'; else run dnf.kind printf 'dnf\n'; fi
    run dnf.main dnf_main
    run dnf.repos dnf_repos
fi

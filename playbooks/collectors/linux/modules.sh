# shellcheck shell=sh
# Kernel modules asked for: loaded, available, and kept from loading by which line of modprobe's configuration.
# budget: 10
# root: no
# keys: names

# Modules are named with either - or _; the kernel only knows the latter.
wanted() { keys | sed 's/-/_/g'; }

support() {
    if [ ! -e /proc/modules ]; then
        printf 'support\tno\n'
        return
    fi
    printf 'support\tyes\n'
    folder=/lib/modules/$(uname -r)
    if [ -r "$folder/modules.dep" ]; then printf 'tree\t%s\n' "$folder"; fi
}
run support support

# A line per module that is there: loaded, file (it can be loaded) or builtin (it is part of the kernel).
there() {
    # What is built in and has parameters or a version shows here, also in a kernel that loads no modules.
    for name in $(wanted); do
        case $name in */* | .*) continue ;; esac
        if [ -d "/sys/module/$name" ] && ! [ -e "/sys/module/$name/initstate" ]; then printf '%s\tbuiltin\n' "$name"; fi
    done
    [ -e /proc/modules ] || return 0
    folder=/lib/modules/$(uname -r)
    set -- /proc/modules
    for list in "$folder/modules.dep" "$folder/modules.builtin"; do
        if [ -r "$list" ]; then set -- "$@" "$list"; fi
    done
    wanted | awk -v modules=/proc/modules '
        FILENAME == "-" { asked[$1] = 1; next }
        {
            name = $1
            kind = "loaded"
            if (FILENAME != modules) {
                kind = FILENAME ~ /builtin$/ ? "builtin" : "file"
                sub(/:$/, "", name)
                sub(/.*\//, "", name)
                sub(/[.]ko.*/, "", name)
                gsub(/-/, "_", name)
            }
            if (name in asked) printf "%s\t%s\n", name, kind
        }' - "$@"
}
run there there

files() {
    for folder in /etc/modprobe.d /run/modprobe.d /usr/local/lib/modprobe.d /usr/lib/modprobe.d /lib/modprobe.d; do
        if [ -d "$folder" ] && { ! [ -r "$folder" ] || ! [ -x "$folder" ]; }; then printf 'denied\t%s\n' "$folder"; fi
        for file in "$folder"/*.conf; do
            case $file in *[[:cntrl:]]*) continue ;; esac
            if [ -r "$file" ]; then
                printf 'read\t%s\n' "$file"
            elif [ -e "$file" ]; then
                printf 'denied\t%s\n' "$file"
            fi
        done
    done
}
run files files

# Lines about the modules asked for: file, number, word, module, and of a command only whether it does nothing.
lines() {
    set --
    for folder in /etc/modprobe.d /run/modprobe.d /usr/local/lib/modprobe.d /usr/lib/modprobe.d /lib/modprobe.d; do
        for file in "$folder"/*.conf; do
            case $file in *[[:cntrl:]]*) continue ;; esac
            if [ -r "$file" ]; then set -- "$@" "$file"; fi
        done
    done
    [ $# -gt 0 ] || return 0
    wanted | awk '
        FILENAME == "-" { asked[$1] = 1; next }
        $1 == "install" || $1 == "blacklist" {
            name = $2
            gsub(/-/, "_", name)
            if (!(name in asked)) next
            nothing = $3 ~ /^(\/usr)?\/bin\/(true|false)$|^(true|false)$|^:$/ && (NF == 3 || $4 ~ /^#/)
            if ($1 == "install") what = nothing ? "nothing" : "command"
            else what = ""
            printf "%s\t%d\t%s\t%s\t%s\n", FILENAME, FNR, $1, name, what
        }' - "$@"
}
run lines lines

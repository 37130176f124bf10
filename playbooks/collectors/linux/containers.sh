# shellcheck shell=sh
# Container engines that run, where they listen, and with which rights Docker's containers run.
# budget: 30
# root: yes
# keys: none

engines() {
    for directory in /proc/[0-9]*; do
        name=
        { read -r name <"$directory/comm"; } 2>/dev/null || continue
        case $name in
        dockerd) printf 'docker\t%s\n' "${directory#/proc/}" ;;
        conmon | podman) printf 'podman\t%s\n' "${directory#/proc/}" ;;
        containerd | crio | kubelet | lxd | incusd | lxc-start) printf '%s\t%s\n' "$name" "${directory#/proc/}" ;;
        esac
    done
}
EITS_ENGINES=$(engines)
run engines printf '%s\n' "$EITS_ENGINES"

# Of the engine's arguments and its daemon.json only these are told: where it listens and whether it asks for certificates.
endpoints() {
    for pid in $(printf '%s\n' "$EITS_ENGINES" | sed -n 's/^\(docker\|podman\)	//p'); do
        tr '\n\0' '?\n' 2>/dev/null <"/proc/$pid/cmdline" | awk '
            wanted { print "argument\t" substr($0, 1, 200); wanted = 0; next }
            $0 == "-H" || $0 == "--host" { wanted = 1; next }
            /^--host=/ { print "argument\t" substr($0, 8, 200); next }
            /^-H./ { sub(/^-H=?/, ""); print "argument\t" substr($0, 1, 200); next }
            /^tcp:\/\// { print "argument\t" substr($0, 1, 200); next }
            /^--tlsverify(=true)?$/ { print "tlsverify\t" }'
    done
    if [ -e /etc/docker/daemon.json ]; then
        if [ -r /etc/docker/daemon.json ]; then
            tr '\n\t' '  ' </etc/docker/daemon.json | sed 's/"/\n"/g' | sed -n 's#^"\(tcp://[^"]*\)#file	\1#p'
            if tr '\n\t' '  ' </etc/docker/daemon.json | grep -qE '"tlsverify" *: *true'; then printf 'tlsverify\t\n'; fi
        else
            printf 'denied\t/etc/docker/daemon.json\n'
        fi
    fi
}
run endpoints endpoints

# Every field as JSON: then no name of a container or a volume can forge a line.
FORMAT='{{json .Name}}{{"\t"}}{{json .HostConfig.Privileged}}{{"\t"}}{{json .HostConfig.PidMode}}{{"\t"}}{{json .HostConfig.IpcMode}}{{"\t"}}{{json .HostConfig.SecurityOpt}}{{"\t"}}{{json .HostConfig.CapAdd}}{{"\t"}}{{range .Mounts}}{{json .Source}} {{end}}'
inspect() {
    ids=$(docker -H unix:///var/run/docker.sock ps -q --no-trunc) || return
    # shellcheck disable=SC2086  # ids are hexadecimal
    set -- $ids
    [ $# -gt 0 ] || return 0
    if [ $# -gt 300 ]; then printf 'more than 300 containers\n'; return 0; fi
    docker -H unix:///var/run/docker.sock inspect --type container --format "$FORMAT" "$@"
}
if printf '%s\n' "$EITS_ENGINES" | grep -q '^docker'; then run docker inspect; fi

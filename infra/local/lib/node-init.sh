#!/usr/bin/env bash
# The first process of a node: it has namespaces of its own (mounts, network, processes, host name), so two nodes on
# one machine share no iptables rule, no mount and no path, and killing this process ends the node and all in it.
# Started by node.sh under `unshare`; its argument is the file with the node's settings.
set -euo pipefail

# shellcheck disable=SC1090
. "$1"

hostname "$NODE_NAME"
# Volumes that kubelet mounts must be seen by containers, and by nobody outside.
mount --make-rshared /

private_folders() {
  # Sockets and locks whose paths are fixed in these programs.
  mount -t tmpfs -o mode=755 node-run /run
  mkdir -p /run/containerd /run/netns /run/lock
  local pair
  for pair in kubelet:/var/lib/kubelet pods:/var/log/pods containers:/var/log/containers; do
    mkdir -p "$FOLDER/node-files/${pair%%:*}"
    mount --bind "$FOLDER/node-files/${pair%%:*}" "${pair#*:}"
  done
  mount --make-rshared /
}

# kubelet insists on some settings of the kernel, which is not ours alone: show it files that say what it wants to read.
pretended_settings() {
  local setting file
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
                 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file="/run/settings/${setting%%=*}"
    mkdir -p "${file%/*}"
    echo "${setting#*=}" >"$file"
    mount --bind "$file" "/proc/sys/${setting%%=*}" || true
  done
}

network() {
  local i
  # The other end is plugged in from outside.
  for (( i = 0; i < 800; i++ )); do
    ! ip link show eth0 >/dev/null 2>&1 || break
    sleep 0.05
  done
  ip link set lo up
  ip address add "$NODE_ADDRESS/30" dev eth0
  ip link set eth0 up
  ip route add default via "$HOST_ADDRESS"
  # kubelet asks the clouds whether it is one of theirs, and would wait ten seconds for an answer.
  ip route add unreachable 169.254.0.0/16
  echo 1 >/proc/sys/net/ipv4/ip_forward
}

# Whatever ends is started again, as an init system would.
keep_running() { # COMPONENT COMMAND…
  local component="$1"
  shift
  while :; do
    "$@" >>"$FOLDER/logs/$component.log" 2>&1 || echo "$component ended with $?" >>"$FOLDER/logs/$component.log"
    sleep 1
  done
}

private_folders
pretended_settings
network
export PATH="$NODE_PATH"
keep_running containerd containerd --config "$FOLDER/containerd.toml" &
keep_running kubelet "$KUBERNETES/kubelet" --config="$FOLDER/kubelet.yaml" --kubeconfig="$FOLDER/kubelet.kubeconfig" \
  --hostname-override="$NODE_NAME" --node-ip="$NODE_ADDRESS" --root-dir=/var/lib/kubelet \
  --volume-plugin-dir=/var/lib/kubelet/plugins-exec --container-runtime=remote \
  --container-runtime-endpoint=unix:///run/containerd/containerd.sock --pod-infra-container-image="$PAUSE_IMAGE" &
keep_running kube-proxy "$KUBERNETES/kube-proxy" --config="$FOLDER/proxy.yaml" &

# As process 1 it also buries the orphans; bash does that while it waits.
while :; do wait || true; sleep 1; done

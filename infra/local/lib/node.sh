#!/usr/bin/env bash
# A node for a control plane: containerd, kubelet and kube-proxy in namespaces of their own, and a scheduler.
# Sourced, after control-plane.sh.

# shellcheck source=control-plane.sh
. "$(dirname "${BASH_SOURCE[0]}")/control-plane.sh"
# shellcheck source=images.sh
. "$(dirname "${BASH_SOURCE[0]}")/images.sh"
# shellcheck source=mover-image.sh
. "$(dirname "${BASH_SOURCE[0]}")/mover-image.sh"

# What this machine refuses, in one sentence; nothing where a node is worth a try.
why_no_node() {
  if ! is_root; then echo "a node needs root"
  elif ! is_debian; then echo "a node is made of Debian's packages and this isn't Debian"
  elif [[ ! -x "$KUBERNETES/kubelet" ]]; then echo "$KUBERNETES has no kubelet"
  elif [[ "$STATE" == /run/* ]]; then echo "state is kept below /run, which every node has for itself"
  elif ! unshare --mount --uts --ipc --net --pid --fork --mount-proc \
         bash -c 'hostname x && mount --make-rshared / && mount -t tmpfs none /run' 2>/dev/null; then
    echo "the kernel or its sandbox refuses new namespaces or mounts"
  # Two nodes are tried at once: each has a name of its own for it.
  elif ! mkdir "$(a_cgroup)/workflows-try-$BASHPID" 2>/dev/null; then echo "control groups can't be written"
  else rmdir "$(a_cgroup)/workflows-try-$BASHPID"
  fi
}

a_cgroup() { if [[ -d /sys/fs/cgroup/memory ]]; then echo /sys/fs/cgroup/memory; else echo /sys/fs/cgroup; fi; }

# Every hierarchy of version 1, or the one of version 2.
cgroup_hierarchies() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts; }

make_cgroup() { # NAME
  local hierarchy file
  while read -r hierarchy; do
    if [[ -f "$hierarchy/cgroup.subtree_control" ]]; then
      sed 's/[^ ]*/+&/g' "$hierarchy/cgroup.controllers" >"$hierarchy/cgroup.subtree_control" 2>/dev/null || true
    fi
    mkdir -p "$hierarchy/$1" 2>/dev/null || continue
    # A new cpuset may use nothing until told otherwise.
    for file in cpuset.cpus cpuset.mems; do
      [[ ! -f "$hierarchy/$file" || -s "$hierarchy/$1/cgroup.controllers" ]] || cat "$hierarchy/$file" >"$hierarchy/$1/$file"
    done
  done < <(cgroup_hierarchies)
}

remove_cgroup() { # NAME: deepest first; the processes are gone by then
  local hierarchy
  while read -r hierarchy; do
    [[ ! -d "$hierarchy/$1" ]] || find "$hierarchy/$1" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done < <(cgroup_hierarchies)
}

write_node_settings() { # FOLDER NAME
  local folder="$1" name="$2" cni="$1/cni" path
  path="$(debian_package runc)/usr/sbin:$(debian_package containerd)/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin"
  mkdir -p "$cni"
  cat >"$folder/node.env" <<ENV
FOLDER='$folder'
NODE_NAME='$name'
NODE_ADDRESS='$NODE_ADDRESS'
HOST_ADDRESS='$HOST_ADDRESS'
KUBERNETES='$KUBERNETES'
NODE_PATH='$path'
PAUSE_IMAGE='$PAUSE_IMAGE'
ENV
  # restrict_oom_score_adj: where root lacks CAP_SYS_RESOURCE no sandbox starts without it, and runc only says
  # "can't get final child's PID from pipe: EOF". Overlays can't lie on overlays, hence the other snapshotter.
  cat >"$folder/containerd.toml" <<TOML
version = 2
root = "$folder/containerd"
state = "/run/containerd/state"
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$(if [[ "$(stat -f -c %T "$folder")" == overlayfs ]]; then echo native; else echo overlayfs; fi)"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$(debian_package containernetworking-plugins)/usr/lib/cni"
    conf_dir = "$cni"
TOML
  # Point to point rather than a bridge: every packet between pods is routed, so services work within a node without
  # br_netfilter, a module that not every kernel has.
  cat >"$cni/10-pods.conflist" <<JSON
{ "cniVersion": "0.4.0", "name": "pods", "plugins": [
  { "type": "ptp", "ipMasq": true,
    "ipam": { "type": "host-local", "dataDir": "/run/cni", "ranges": [[{ "subnet": "$POD_NETWORK" }]], "routes": [{ "dst": "0.0.0.0/0" }] } },
  { "type": "portmap", "capabilities": { "portMappings": true } } ] }
JSON
  # No name server answers here: better told at once than after a timeout.
  echo 'options attempts:1 timeout:1' >"$folder/resolv.conf"
  cat >"$folder/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_ADDRESS
tlsCertFile: $folder/pki/kubelet.crt
tlsPrivateKeyFile: $folder/pki/kubelet.key
authentication:
  anonymous: { enabled: false }
  webhook: { enabled: false }
  x509: { clientCAFile: $folder/pki/ca.crt }
authorization: { mode: AlwaysAllow }
cgroupDriver: cgroupfs
cgroupRoot: /$(slot_cgroup "$(<"$folder/slot")")
failSwapOn: false
resolvConf: $folder/resolv.conf
# Images can't be pulled again, so a full disk must not delete them, nor turn pods away.
imageGCHighThresholdPercent: 100
evictionHard: { memory.available: 50Mi, nodefs.available: 0%, nodefs.inodesFree: 0%, imagefs.available: 0% }
kubeAPIQPS: 50
kubeAPIBurst: 100
eventRecordQPS: 50
nodeStatusUpdateFrequency: 5s
serializeImagePulls: false
YAML
  # The limits of connection tracking belong to the machine; zero leaves them alone.
  cat >"$folder/proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clientConnection: { kubeconfig: $folder/proxy.kubeconfig }
hostnameOverride: $name
mode: iptables
clusterCIDR: $POD_NETWORK
conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s }
YAML
  local server="https://$HOST_ADDRESS:$API_PORT"
  write_kubeconfig "$folder/pki" kubelet "$server" "$name" "$folder/kubelet.kubeconfig"
  write_kubeconfig "$folder/pki" proxy "$server" "$name" "$folder/proxy.kubeconfig"
}

start_scheduler() { # FOLDER
  start_detached "$1" scheduler "$KUBERNETES/kube-scheduler" --kubeconfig="$1/scheduler.kubeconfig" --leader-elect=false \
    --bind-address=127.0.0.1 --port=0 --secure-port="$SCHEDULER_PORT" --authentication-skip-lookup=true
}

# The process inside that `unshare` became the parent of: number 1 to the node, another number to us.
node_init_pid() { # FOLDER
  local pid child=""
  pid="$(pid_of "$1" node)" || return 1
  # The line has no end, which `read` calls a failure.
  read -r child _ <"/proc/$pid/task/$pid/children" || true
  [[ -n "$child" ]] && echo "$child"
}

in_node() { # FOLDER COMMAND…: with the node's mounts and network
  local pid
  pid="$(node_init_pid "$1")"
  shift
  nsenter --target "$pid" --mount --net -- "$@"
}

ctr_in_node() { # FOLDER ARGUMENT…
  local folder="$1"
  shift
  in_node "$folder" "$(debian_package containerd)/usr/bin/ctr" -a /run/containerd/containerd.sock -n k8s.io "$@"
}

plug_in_network() { # FOLDER
  local link
  link="$(slot_link "$(<"$1/slot")")"
  wait_until 20 "the node's first process" node_init_pid "$1"
  ip link add "$link" type veth peer name eth0 netns "$(node_init_pid "$1")"
  ip address add "$HOST_ADDRESS/30" dev "$link"
  ip link set "$link" up
  # So that the API server reaches pods: webhooks, aggregated APIs, `kubectl get --raw …/proxy/`.
  ip route add "$POD_NETWORK" via "$NODE_ADDRESS" dev "$link"
  # The API server listens on the loopback address only; for the node alone there is this way to it.
  start_detached "$1" gateway socat "TCP-LISTEN:$API_PORT,bind=$HOST_ADDRESS,fork,reuseaddr,nodelay,backlog=128" \
    "TCP:127.0.0.1:$API_PORT,nodelay"
}

# What is imported already is not again; one whose sources have changed since takes the place of the one before.
import_images() { # FOLDER ARCHIVE…
  local folder="$1" archive image
  shift
  mkdir -p "$folder/imported"
  for archive in "$@"; do
    image="$(basename "$archive" .tar)"
    image="$folder/imported/${image%%-*}"
    [[ ! -f "$image" || "$(<"$image")" != "$archive" ]] || continue
    ctr_in_node "$folder" images import "$archive"
    echo "$archive" >"$image"
  done
}

# Fixed paths that a node binds over must exist; those that we make, we also remove.
node_mount_points() { echo /var/lib/kubelet /var/log/pods /var/log/containers; }

# Asked of kubelet too: what the API server says of a node may be from before it was stopped.
node_is_ready() { # NAME
  local kubectl=("$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$1")")
  "${kubectl[@]}" get --raw "/api/v1/nodes/$1/proxy/healthz" >/dev/null 2>&1 &&
    "${kubectl[@]}" get node "$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null | grep -q True
}

# Pods reach the API server through its service, whose endpoints nobody else writes here.
publish_api_server() { # NAME
  "$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$1")" apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Endpoints
metadata: { name: kubernetes, namespace: default }
subsets:
- addresses: [{ ip: $HOST_ADDRESS }]
  ports: [{ name: https, port: $API_PORT, protocol: TCP }]
YAML
}

# A node can be Ready where the kernel starts no container: only a pod that ran proves it.
try_a_pod() { # NAME
  local kubectl=("$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$1")") status=0
  "${kubectl[@]}" delete pod node-check --ignore-not-found --grace-period=0 --force >/dev/null 2>&1
  "${kubectl[@]}" run node-check --image="$IMAGE_PREFIX/shell:1" --image-pull-policy=Never --restart=Never -- true
  wait_until 90 "a first pod ran" pod_succeeded "$1" node-check || status=1
  (( status == 0 )) || "${kubectl[@]}" describe pod node-check | tail -n 12 >&2
  "${kubectl[@]}" delete pod node-check --grace-period=0 --force >/dev/null 2>&1
  return "$status"
}

pod_succeeded() {
  [[ "$("$KUBECTL" --kubeconfig "$(cluster_kubeconfig "$1")" get pod "$2" -o 'jsonpath={.status.phase}')" == Succeeded ]]
}

prepare_node() {
  debian_install iproute2 iptables conntrack socat
  debian_unpack containerd runc containernetworking-plugins
}

node_up() { # NAME ARCHIVE…: with images
  local name="$1" folder point
  shift
  folder="$(cluster_folder "$name")"
  cluster_ports "$folder"
  echo "$name" >"$folder/node"
  start_scheduler "$folder"
  publish_api_server "$name"
  if ! is_running "$folder" node; then
    stop_detached "$folder" gateway 0
    write_node_settings "$folder" "$name"
    make_cgroup "$(slot_cgroup "$(<"$folder/slot")")"
    for point in $(node_mount_points); do
      [[ -d "$point" ]] || { mkdir -p "$point" && echo "$point" >>"$folder/made-folders"; }
    done
    start_detached "$folder" node unshare --mount --uts --ipc --net --pid --fork --kill-child --mount-proc \
      bash "$LOCAL_HOME/lib/node-init.sh" "$folder/node.env"
    plug_in_network "$folder"
  fi
  wait_until 60 "containerd answers (log: $folder/logs/containerd.log)" ctr_in_node "$folder" version
  import_images "$folder" "$@"
  wait_until 120 "node $name is Ready (log: $folder/logs/kubelet.log)" node_is_ready "$name"
  if [[ ! -f "$folder/node-tried" ]]; then
    try_a_pod "$name"
    touch "$folder/node-tried"
  fi
}

node_down() { # NAME: everything in the node ends with its first process, and its mounts and network with it
  local folder link point pid
  folder="$(cluster_folder "$1")"
  if pid="$(node_init_pid "$folder")"; then
    # The mover of mounts is the kernel: nothing of the node's is mounted outside. Kill from within first, so that
    # `unshare` is still there to be seen as the one that we started.
    kill -KILL "$pid" 2>/dev/null || true
  fi
  stop_detached "$folder" node 0
  stop_detached "$folder" gateway 0
  stop_detached "$folder" scheduler 0
  if [[ -s "$folder/slot" ]]; then
    link="$(slot_link "$(<"$folder/slot")")"
    [[ ! -e "/sys/class/net/$link" ]] || ip link delete "$link" 2>/dev/null || true
    remove_cgroup "$(slot_cgroup "$(<"$folder/slot")")"
  fi
  if [[ -f "$folder/made-folders" ]]; then
    while read -r point; do rmdir "$point" 2>/dev/null || true; done <"$folder/made-folders"
  fi
  rm -f "$folder/node" "$folder/made-folders"
}

#!/usr/bin/env bash
# The programs a control plane is made of, found or fetched or built. Sourced, never run.

# shellcheck source=debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

has_own_assets() { [[ -n "${KUBEBUILDER_ASSETS:-}" && -x "$KUBEBUILDER_ASSETS/etcd" && -x "$KUBEBUILDER_ASSETS/kube-apiserver" ]]; }

# Sets KUBECTL, and puts it on the PATH and into .local/bin for whoever reads a kubeconfig from there.
find_kubectl() {
  if has_own_assets && [[ -x "$KUBEBUILDER_ASSETS/kubectl" ]]; then
    KUBECTL="$KUBEBUILDER_ASSETS/kubectl"
  elif have kubectl; then
    KUBECTL="$(command -v kubectl)"
  else
    debian_unpack kubernetes-client
    KUBECTL="$(debian_package kubernetes-client)/usr/bin/kubectl"
  fi
  publish_tool kubectl "$KUBECTL"
  export PATH="$STATE/bin:$PATH"
}

publish_tool() { # NAME FILE
  mkdir -p "$STATE/bin"
  [[ "$2" == "$STATE/bin/$1" || "$(readlink "$STATE/bin/$1" 2>/dev/null)" == "$2" ]] || ln -sfn "$2" "$STATE/bin/$1"
}

# Sets ETCD, API_SERVER, CONTROLLER_MANAGER ('' where there is none) and KUBERNETES (the folder of the rest).
find_control_plane_tools() {
  CONTROLLER_MANAGER=""
  ETCDCTL=""
  if has_own_assets; then
    have openssl || debian_install openssl
    KUBERNETES="$KUBEBUILDER_ASSETS"
    ETCD="$KUBEBUILDER_ASSETS/etcd"
    [[ ! -x "$KUBEBUILDER_ASSETS/etcdctl" ]] || ETCDCTL="$KUBEBUILDER_ASSETS/etcdctl"
  else
    require_debian
    have openssl || debian_install openssl
    if ! KUBERNETES="$("$LOCAL_HOME/lib/build-kubernetes.sh" --path)"; then
      build_kubernetes
      KUBERNETES="$("$LOCAL_HOME/lib/build-kubernetes.sh" --path)"
    fi
    debian_unpack etcd-server etcd-client
    ETCD="$(debian_package etcd-server)/usr/bin/etcd"
    ETCDCTL="$(debian_package etcd-client)/usr/bin/etcdctl"
  fi
  API_SERVER="$KUBERNETES/kube-apiserver"
  [[ ! -x "$KUBERNETES/kube-controller-manager" ]] || CONTROLLER_MANAGER="$KUBERNETES/kube-controller-manager"
  [[ -z "$ETCDCTL" ]] || publish_tool etcdctl "$ETCDCTL"
  find_kubectl
}

build_kubernetes() {
  local status=0
  say "Kubernetes is built from Debian's source package, once for this user: about five minutes of two cores,"
  say "kept in $CACHE."
  step "build Kubernetes" "$LOCAL_HOME/lib/build-kubernetes.sh" || status=$?
  (( status == 0 )) || exit "$status"
}

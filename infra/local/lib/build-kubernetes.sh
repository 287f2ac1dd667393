#!/usr/bin/env bash
# Builds Kubernetes' binaries from Debian's source package with Debian's Go, once, into the user's cache.
#   build-kubernetes.sh          builds where that's missing, prints the folder of the binaries
#   build-kubernetes.sh --path   prints the folder, builds nothing (status 1 where it isn't there)
set -euo pipefail

# shellcheck source=debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

VERSION=1.20.2
RECIPE=1 # raise when a change below must make everyone build anew
BINARIES=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)

target() { echo "$CACHE/kubernetes/$VERSION-$RECIPE-$(dpkg --print-architecture 2>/dev/null || uname -m)"; }

fetch_source() { # FOLDER: the unpacked tree becomes $FOLDER/src/k8s.io/kubernetes
  local work="$1" tree found
  debian_update
  found="$(debian_apt apt-cache showsrc --only-source kubernetes 2>/dev/null | awk '/^Version:/ { print $2 }' | sort -V | tail -n 1)"
  # Debian writes 1.20.5+really1.20.2-1.1+deb12u1: what counts comes after "really".
  tree="${found##*really}"
  [[ "${tree%%-*}" == "$VERSION" ]] ||
    unavailable "Debian $(debian_codename) has Kubernetes '${found:-none}' as source, and this recipe builds $VERSION."
  mkdir -p "$work/download" "$work/src/k8s.io"
  ( cd "$work/download" && debian_fetch apt-get source --only-source "kubernetes=$found" )
  mv "$work"/download/kubernetes-*/ "$work/src/k8s.io/kubernetes"
  rm -rf "$work/download"
}

# The vendored reflect2 1.0.1 crashes on Go ≥ 1.18; Debian's own copy of it is newer.
replace_reflect2() {
  local tree="$1" name=github.com/modern-go/reflect2
  rm -rf "$tree/vendor/$name"
  cp -rL "$(debian_package golang-github-modern-go-reflect2-dev)/usr/share/gocode/src/$name" "$tree/vendor/$name"
}

# zz_generated.openapi.go is made by upstream's Makefile and is in no source package.
generate_openapi() {
  local work="$1" packages
  go build -o "$work/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  packages="$(grep -RlE --include='*.go' '\+k8s:openapi-gen=' cmd pkg plugin vendor/k8s.io/*/ |
    grep -vE '_test\.go$|zz_generated|vendor/k8s.io/(code-generator|sample-apiserver|kube-openapi|gengo)/' |
    xargs -n1 dirname | LC_ALL=C sort -u | sed 's#^#k8s.io/kubernetes/#')"
  echo "openapi-gen reads $(wc -l <<<"$packages") packages"
  "$work/openapi-gen" -i "$(paste -sd, <<<"$packages")" -p k8s.io/kubernetes/pkg/generated/openapi \
    -O zz_generated.openapi -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt -r "$work/openapi.report" \
    --output-base "$GOPATH/src"
}

build() { # WORK OUT
  local work="$1" out="$2" flags='-s -w' package
  # Debian cuts Go in two packages whose trees lie over one another: they must be in one root (links, no copies).
  mkdir "$work/root"
  cp -al "$(debian_package golang-1.19-src)/." "$(debian_package golang-1.19-go)/." "$work/root/"
  export GOROOT="$work/root/usr/lib/go-1.19" GOPATH="$work" GOCACHE="$work/gocache" GO111MODULE=off CGO_ENABLED=0 GOFLAGS="" GOTOOLCHAIN=local
  export PATH="$GOROOT/bin:$PATH"
  cd "$work/src/k8s.io/kubernetes"
  replace_reflect2 "$PWD"
  generate_openapi "$work"
  # Through the vendored path: the plain one is another package to the linker, and the version would read v0.0.0.
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    package="k8s.io/kubernetes/vendor/$package"
    flags+=" -X $package.gitVersion=v$VERSION -X $package.gitMajor=1 -X $package.gitMinor=20 -X $package.gitTreeState=clean"
  done
  mkdir -p "$out"
  # In one call, so that the packages they share are compiled once and both cores stay busy.
  go build -trimpath -ldflags "$flags" -o "$out/" "${BINARIES[@]/#/./cmd/}"
}

main() {
  local out work
  out="$(target)"
  if [[ -d "$out" ]]; then echo "$out"; return 0; fi
  [[ "${1:-}" != --path ]] || return 1
  require_debian
  mkdir -p "$CACHE/kubernetes"
  # One build per machine: a second checkout waits here and finds it done.
  exec 8>"$CACHE/kubernetes/.lock"
  flock 8
  if [[ -d "$out" ]]; then echo "$out"; return 0; fi
  # Left over from builds that were interrupted; nobody else can be in them while we hold the lock.
  rm -rf "$CACHE"/kubernetes/.build-*
  work="$(mktemp -d "$CACHE/kubernetes/.build-XXXXXX")"
  debian_install dpkg-dev
  debian_unpack golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev
  fetch_source "$work" >&2
  ( build "$work" "$work/bin" ) >&2
  # Whole or absent: an interrupted build never has this name.
  mv -T "$work/bin" "$out"
  chmod -R u+w "$work" && rm -rf "$work"
  echo "$out"
}

main "$@"

#!/usr/bin/env bash
# Container images made from Debian's packages: nothing can be pulled, so nothing is. Each is a docker archive in the
# cache, the same bytes whoever makes it; its name carries what it was made of. Sourced, never run.

# shellcheck source=debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/debian.sh"

IMAGES_RECIPE=1 # raise when a change below must make everyone's images anew
IMAGE_PREFIX=workflows.local
IMAGES=(pause shell redis guestbook)
PAUSE_IMAGE="$IMAGE_PREFIX/pause:1"

REDIS_PACKAGES=(redis-server redis-tools libc6 libatomic1 liblzf1 libjemalloc2 libsystemd0 libssl3 libcap2 libgcrypt20
  liblzma5 libzstd1 liblz4-1 libgpg-error0 libstdc++6 libgcc-s1 libhiredis0.14 liblua5.1-0)

images_home() { echo "$CACHE/images/$IMAGES_RECIPE-$(debian_codename)-$(debian_arch)-$(images_sources | sha256sum | cut -c1-8)"; }
images_sources() { find "$LOCAL_HOME/images" -type f -print0 | LC_ALL=C sort -z | xargs -0 cat; }

# Prints the folder of the archives.
make_images() {
  local home work image
  home="$(images_home)"
  if [[ ! -d "$home" ]]; then
    debian_unpack busybox-static "${REDIS_PACKAGES[@]}"
    mkdir -p "$CACHE/images"
    work="$(mktemp -d "$CACHE/images/.make-XXXXXX")"
    mkdir "$work/done"
    for image in "${IMAGES[@]}"; do
      mkdir "$work/$image"
      "root_of_$image" "$work/$image"
      pack_image "$work" "$image"
    done
    mv -T "$work/done" "$home" 2>/dev/null || [[ -d "$home" ]]
    rm -rf "$work"
  fi
  echo "$home"
}

root_of_pause() {
  mkdir "$1/bin"
  cp "$(debian_package busybox-static)/bin/busybox" "$1/bin/busybox"
}
COMMAND_OF_PAUSE='["/bin/busybox","sleep","2147483647"]'

root_of_shell() {
  local applet
  mkdir "$1/etc" "$1/tmp" "$1/root"
  chmod 1777 "$1/tmp"
  root_of_pause "$1"
  for applet in $("$1/bin/busybox" --list); do [[ "$applet" == busybox ]] || ln -s busybox "$1/bin/$applet"; done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'root:x:0:' >"$1/etc/group"
}
COMMAND_OF_SHELL='["/bin/sh"]'

# The program and the libraries that its own loader, not this machine's, says it needs.
root_of_redis() {
  local root="$1" folders loader library
  root_of_shell "$root"
  mkdir -p "$root/usr/bin" "$root/lib" "$root/data"
  cp "$(debian_package redis-tools)/usr/bin/redis-check-rdb" "$root/usr/bin/redis-server"
  cp "$(debian_package redis-tools)/usr/bin/redis-cli" "$root/usr/bin/"
  loader="$(find "$(debian_package libc6)" -name 'ld-linux*.so.*' -print -quit)"
  folders="$(for library in "${REDIS_PACKAGES[@]}"; do
    find "$(debian_package "$library")" -name '*.so.*' -printf '%h\n'
  done | sort -u | paste -sd:)"
  # Both places where some architecture looks for it.
  cp -L "$loader" "$root/lib/"
  mkdir "$root/lib64"
  cp -L "$loader" "$root/lib64/"
  "$loader" --library-path "$folders" --list "$root/usr/bin/redis-server" >"$root/needs"
  "$loader" --library-path "$folders" --list "$root/usr/bin/redis-cli" >>"$root/needs"
  ! grep -F 'not found' "$root/needs" || fail "a library of redis is missing"
  awk '$2 == "=>" { print $3 }' "$root/needs" | sort -u | while read -r library; do cp -L "$library" "$root/lib/"; done
  rm "$root/needs"
}
COMMAND_OF_REDIS='["/usr/bin/redis-server","--protected-mode","no","--dir","/data"]'

root_of_guestbook() {
  root_of_shell "$1"
  mkdir -p "$1/www/cgi-bin"
  cp "$LOCAL_HOME/images/guestbook/index.html" "$1/www/"
  cp "$LOCAL_HOME/images/guestbook/guestbook.cgi" "$1/www/cgi-bin/guestbook"
  chmod 755 "$1/www/cgi-bin/guestbook"
}
COMMAND_OF_GUESTBOOK='["/bin/httpd","-f","-p","8080","-h","/www"]'

# A layer, what runs in it (and, where an image has them, its entry point and more of its environment), and a list of
# the two: what `ctr images import` (and `docker load`) read.
pack_image() { # WORK IMAGE
  local work="$1" image="$2" parts="$1/$2.parts" digest arch entrypoint=""
  local command="COMMAND_OF_${2^^}" given_entrypoint="ENTRYPOINT_OF_${2^^}" environment="ENVIRONMENT_OF_${2^^}"
  arch="$(debian_arch)"
  mkdir "$parts"
  same_tar -C "$work/$image" -cf "$parts/layer.tar" .
  digest="$(sha256sum "$parts/layer.tar" | cut -d' ' -f1)"
  [[ -z "${!given_entrypoint:-}" ]] || entrypoint="\"Entrypoint\":${!given_entrypoint},"
  printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":{%s"Cmd":%s,"Env":["PATH=/bin:/usr/bin"%s],"WorkingDir":"/"},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$arch" "$entrypoint" "${!command}" "${!environment:-}" "$digest" >"$parts/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s/%s:1"],"Layers":["layer.tar"]}]' "$IMAGE_PREFIX" "$image" >"$parts/manifest.json"
  same_tar -C "$parts" -cf "$work/done/$image.tar" manifest.json config.json layer.tar
}

same_tar() { LC_ALL=C tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu "$@"; }

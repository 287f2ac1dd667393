#!/usr/bin/env bash
# The image of workflows-mover, the program in the pod beside a claim: published from this checkout's sources, with the
# few libraries of Debian's that it needs. Kept by what it was made of, so that whoever has the same sources has the
# same image, and a second run takes none of the half minute. Sourced, after images.sh.

MOVER_RECIPE=1 # raise when a change below must make everyone's image anew
MOVER_PROJECTS=(Workflows.Core Workflows.Archive Workflows.Volumes Workflows.Mover)
MOVER_PACKAGES=(libc6 libgcc-s1 libstdc++6 libssl3 libzstd1 ca-certificates)
MOVER_KEPT=4 # images of other sources that stay in the cache: other checkouts may use them

# What goes into the program, by name and content: relative to the checkout, each ended by a NUL.
mover_sources() {
  ( cd "$CHECKOUT" && find global.json Directory.*.props Directory.*.targets .editorconfig \
      "${MOVER_PROJECTS[@]/#/src/}" \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z )
}

mover_archive() {
  local digest
  digest="$(mover_sources | ( cd "$CHECKOUT" && xargs -0 sha256sum ) | sha256sum | cut -c1-12)"
  echo "$CACHE/images/mover-$MOVER_RECIPE-$(debian_codename)-$(debian_arch)-$digest.tar"
}

# Prints the archive; nothing, and says why, where it can't be made: clusters are of use without it.
make_mover_image() {
  local archive work
  archive="$(mover_archive)"
  if [[ ! -f "$archive" ]]; then
    if ! have dotnet; then
      say "  … no image of workflows-mover: the .NET SDK is needed to publish it. Volumes' data can't be moved."
      return 0
    fi
    debian_unpack "${MOVER_PACKAGES[@]}"
    mkdir -p "$CACHE/images"
    work="$(mktemp -d "$CACHE/images/.make-XXXXXX")"
    mkdir "$work/done" "$work/mover"
    publish_mover "$work"
    root_of_mover "$work/mover" "$work/published"
    pack_image "$work" mover
    mv -T "$work/done/mover.tar" "$archive"
    rm -rf "$work"
    forget_old_movers "$archive"
  fi
  touch "$archive"
  echo "$archive"
}

# Away from the checkout, whose own builds may be running and have another idea of what was restored.
publish_mover() { # WORK
  local runtime
  case "$(debian_arch)" in
    amd64) runtime=linux-x64 ;;
    arm64) runtime=linux-arm64 ;;
    *) fail "workflows-mover is published for amd64 and arm64, not for $(debian_arch)" ;;
  esac
  mkdir "$1/sources"
  mover_sources | tar -C "$CHECKOUT" --null --files-from=- -cf - | tar -C "$1/sources" -xf -
  dotnet publish "$1/sources/src/Workflows.Mover" -c Release -r "$runtime" --self-contained -o "$1/published" \
    --nologo -v quiet -p:DebugType=none -p:GenerateDocumentationFile=false -p:RunAnalyzers=false \
    -p:ContinuousIntegrationBuild=true --disable-build-servers >&2
}

# The program and the libraries that its own loader, not this machine's, says it needs; OpenSSL and zstd are found at
# run time only, so they are asked for by name.
root_of_mover() { # ROOT PUBLISHED
  local root="$1" program="$1/usr/lib/workflows-mover" folders loader package library
  mkdir -p "$root/usr/bin" "$root/usr/lib/ssl" "$root/etc/ssl/certs" "$root/lib" "$root/lib64" "$root/tmp" "$root/run/workflows"
  chmod 1777 "$root/tmp"
  cp -R "$2" "$program"
  chmod -R u=rwX,go=rX "$program"
  chmod 755 "$program/workflows-mover"
  # For debuggers and tracers: nobody attaches one here.
  rm -f "$program"/{libmscordbi,libmscordaccore,libcoreclrtraceptprovider}.so "$program/createdump"
  ln -s ../lib/workflows-mover/workflows-mover "$root/usr/bin/workflows-mover"
  echo 'root:x:0:0:root:/root:/sbin/nologin' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"

  loader="$(find "$(debian_package libc6)" -name 'ld-linux*.so.*' -print -quit)"
  folders="$(for package in "${MOVER_PACKAGES[@]}"; do
    find "$(debian_package "$package")" -name '*.so.*' -printf '%h\n'
  done | sort -u | paste -sd:)"
  # Both places where some architecture looks for it.
  cp -L "$loader" "$root/lib/"
  cp -L "$loader" "$root/lib64/"
  for library in libssl.so.3 libcrypto.so.3 libzstd.so.1; do
    find "$(debian_package libssl3)" "$(debian_package libzstd1)" -name "$library" -print -quit
  done >"$root/wanted"
  [[ "$(wc -l <"$root/wanted")" == 3 ]] || fail "OpenSSL or zstd is not in Debian's packages where it was"
  xargs -I{} cp -L {} "$root/lib/" <"$root/wanted"
  find "$program" -name '*.so' -o -name workflows-mover -type f | cat - "$root/wanted" | while read -r library; do
    "$loader" --library-path "$folders" --list "$library"
  done >"$root/needs"
  ! grep -F 'not found' "$root/needs" || fail "a library of workflows-mover is missing"
  awk '$2 == "=>" { print $3 }' "$root/needs" | sort -u | while read -r library; do cp -L "$library" "$root/lib/"; done
  rm "$root/needs" "$root/wanted"

  find "$(debian_package ca-certificates)" -name '*.crt' -print0 | LC_ALL=C sort -z | xargs -0 cat >"$root/etc/ssl/certs/ca-certificates.crt"
  ln -s ../../../etc/ssl/certs "$root/usr/lib/ssl/certs"
  ln -s ../../../etc/ssl/certs/ca-certificates.crt "$root/usr/lib/ssl/cert.pem"
}
ENTRYPOINT_OF_MOVER='["/usr/bin/workflows-mover"]'
COMMAND_OF_MOVER='["--help"]'
# The first: without it every process of the image opens a socket for debuggers.
ENVIRONMENT_OF_MOVER=',"DOTNET_EnableDiagnostics=0","SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt"'

forget_old_movers() { # THE-ONE-IN-USE
  find "$CACHE/images" -maxdepth 1 -name 'mover-*.tar' ! -path "$1" -printf '%T@ %p\n' | sort -rn |
    tail -n "+$((MOVER_KEPT + 1))" | cut -d' ' -f2- | while read -r archive; do rm -f "$archive"; done
}

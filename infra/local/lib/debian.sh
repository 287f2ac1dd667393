#!/usr/bin/env bash
# Debian's packages without touching the machine's own apt set-up or its services: a sources list derived from the
# machine's, with lists and archives in the cache, and packages that are unpacked there rather than installed.
# (Installing containerd would remove Docker's; installing etcd or redis would start them.) Sourced, never run.

# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

debian_codename() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null | grep -E '^[a-z]+$' | head -n 1; }
is_debian() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null && have apt-get && have dpkg; }
debian_arch() { dpkg --print-architecture; }

require_debian() {
  is_debian ||
    unavailable "a cluster is built from Debian's packages and this isn't Debian; name clusters of your own in WORKFLOWS_BLUE_KUBECONFIG and WORKFLOWS_GREEN_KUBECONFIG."
}

debian_home() { echo "$CACHE/debian/$(debian_codename)-$(debian_arch)"; }

# Only Debian's own entries: its suites, its component, its key (where an entry names one). Third parties use the
# same code names.
debian_one_line_entries() {
  local codename="$1" file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f "$file" ]] || continue
    awk -v codename="$codename" '
      $1 != "deb" { next }
      {
        line = $0; options = ""
        if (match(line, /\[[^]]*\]/)) options = substr(line, RSTART, RLENGTH)
        bare = line; sub(/\[[^]]*\]/, "", bare)
        n = split(bare, field, /[ \t]+/)
        suite = field[3]; main = 0
        for (i = 4; i <= n; i++) if (field[i] == "main") main = 1
        if (suite != codename && suite != codename "-updates" && suite != codename "-security") next
        if (!main || (options ~ /signed-by/ && options !~ /debian-archive/)) next
        print line
        sub(/^deb/, "deb-src", line); print line
      }' "$file"
  done
}

debian_stanzas() {
  local codename="$1" file
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f "$file" ]] || continue
    # Comments go first, or a stanza whose URIs line has an alternative above it reads as broken.
    grep -v '^#' "$file" | awk -v codename="$codename" -v RS= '
      {
        types = suites = components = signed = enabled = ""
        n = split($0, line, "\n")
        for (i = 1; i <= n; i++) {
          value = line[i]; sub(/^[^:]*:[ \t]*/, "", value)
          key = tolower(line[i]); sub(/:.*/, "", key)
          if (key == "types") { types = value; line[i] = "Types: deb deb-src" }
          if (key == "suites") suites = value
          if (key == "components") components = value
          if (key == "signed-by") signed = value " "
          if (key == "enabled") enabled = tolower(value)
        }
        if (types !~ /(^| )deb( |$)/ || enabled == "no" || components !~ /(^| )main( |$)/) next
        if (signed != "" && signed !~ /debian-archive/) next
        m = split(suites, suite, /[ \t]+/); ours = m > 0
        for (i = 1; i <= m; i++)
          if (suite[i] != codename && suite[i] != codename "-updates" && suite[i] != codename "-security") ours = 0
        if (!ours) next
        for (i = 1; i <= n; i++) print line[i]
        print ""
      }'
  done
}

# apt-get / apt-cache on our own lists. The machine's proxy, pins and keys keep applying.
debian_apt() {
  local tool="$1" home
  shift
  home="$(debian_home)"
  "$tool" -q -o Dir::Etc::sourcelist="$home/sources.list" -o Dir::Etc::sourceparts="$home/sources.list.d" \
    -o Dir::State::lists="$home/lists" -o Dir::Cache="$home/cache" -o Acquire::Languages=none \
    -o APT::Sandbox::User="$(id -un)" -o Acquire::Retries=3 "$@"
}

# What fetches or installs: its talk goes to a log, whose end is shown when it fails.
debian_fetch() {
  local log="$STATE/logs/packages.log"
  mkdir -p "$STATE/logs"
  if ! debian_apt "$@" >>"$log" 2>&1 </dev/null; then
    say "'$1 $2' failed; the end of $log:"
    tail -n 8 "$log" | sed 's/^/      /' >&2
    exit 1
  fi
}

# Once per call of a script at most, and only where something must be fetched.
DEBIAN_UPDATED=""
debian_update() {
  [[ -z "$DEBIAN_UPDATED" ]] || return 0
  local home codename
  require_debian
  home="$(debian_home)"
  codename="$(debian_codename)"
  mkdir -p "$home/sources.list.d" "$home/lists/partial" "$home/cache/archives/partial"
  debian_one_line_entries "$codename" >"$home/sources.list"
  debian_stanzas "$codename" >"$home/sources.list.d/debian.sources"
  [[ -s "$home/sources.list" || -s "$home/sources.list.d/debian.sources" ]] ||
    unavailable "apt's sources on this machine name no entry of Debian $codename itself."
  debian_fetch apt-get update
  DEBIAN_UPDATED=yes
}

# Where a package is unpacked, whether or not it is yet.
debian_package() { echo "$(debian_home)/packages/$1"; }

# debian_unpack NAME…: each package's files under its own folder of the cache; what is there already is not fetched.
debian_unpack() {
  local missing=() name home temp deb
  home="$(debian_home)"
  for name in "$@"; do [[ -d "$(debian_package "$name")" ]] || missing+=("$name"); done
  (( ${#missing[@]} )) || return 0
  say "  … fetching Debian's ${missing[*]}"
  debian_update
  mkdir -p "$home/packages"
  temp="$(mktemp -d "$home/packages/.unpack-XXXXXX")"
  ( cd "$temp" && debian_fetch apt-get download "${missing[@]}" )
  for name in "${missing[@]}"; do
    deb=("$temp/${name}"_*.deb)
    mkdir "$temp/$name"
    dpkg-deb -x "${deb[0]}" "$temp/$name"
    # A rename is whole or not there; a second process that came first has the same content.
    mv -T "$temp/$name" "$(debian_package "$name")" 2>/dev/null || [[ -d "$(debian_package "$name")" ]]
  done
  rm -rf "$temp"
}

# debian_install NAME…: small tools without a service, installed as usual where they are missing.
debian_install() {
  local missing=() name
  for name in "$@"; do
    [[ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" == installed ]] || missing+=("$name")
  done
  (( ${#missing[@]} )) || return 0
  require_debian
  is_root || unavailable "these packages are missing and only root can install them: ${missing[*]}."
  say "  … installing Debian's ${missing[*]}"
  debian_update
  DEBIAN_FRONTEND=noninteractive debian_fetch apt-get install -y --no-install-recommends "${missing[@]}"
}

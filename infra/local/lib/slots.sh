#!/usr/bin/env bash
# Several checkouts may run clusters on one machine at once. Each cluster takes a numbered slot, machine-wide, and
# ports, addresses, link and cgroup names are all functions of that number. A slot is a link to the folder that holds
# it, and is free again when that folder is gone. Sourced, never run.

SLOTS_MAX=200

# Gone after a reboot, as the processes are.
slots_home() {
  if is_root; then echo /run/workflows-local; else echo "${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}/workflows-local-$(id -u)"; fi
}

# Below the range that the kernel hands out to clients, and apart for each kind of user.
slot_port() { # SLOT OFFSET(0-9)
  local base=24000
  is_root || base=27000
  echo $(( base + $1 * 10 + $2 ))
}
slot_host_address() { echo "198.18.$1.1"; } # 198.18.0.0/15 is set aside for benchmarks: nobody's network is there
slot_node_address() { echo "198.18.$1.2"; }
slot_pod_network() { echo "198.19.$1.0/24"; }
slot_link() { echo "workflows$1"; }
slot_cgroup() { echo "workflows-$1"; }

listening_ports() {
  awk '$4 == "0A" { n = split($2, a, ":"); print a[n] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null |
    while read -r hex; do echo $(( 16#$hex )); done
}

slot_is_unused() { # SLOT LISTENING: nobody else on this machine has what the number stands for
  local offset
  for (( offset = 0; offset < 10; offset++ )); do
    ! grep -qx "$(slot_port "$1" "$offset")" <<<"$2" || return 1
  done
  [[ ! -e "/sys/class/net/$(slot_link "$1")" ]] || return 1
  ! grep -qE "198\.1[89]\.$1\." /proc/net/fib_trie 2>/dev/null || return 1
}

# take_slot FOLDER: prints the number, the same one as last time if that is still ours.
take_slot() {
  local folder="$1" home slot link listening
  home="$(slots_home)"
  mkdir -p "$home"
  exec 7>"$home/.lock"
  flock 7
  listening="$(listening_ports)"
  if [[ -s "$folder/slot" ]]; then
    slot="$(<"$folder/slot")"
    link="$home/$slot"
    # After a reboot the link is gone but the number is still the best choice.
    if [[ "$(readlink "$link" 2>/dev/null)" == "$folder" ]] ||
       { [[ ! -L "$link" ]] && slot_is_unused "$slot" "$listening" && ln -s "$folder" "$link"; }; then
      exec 7>&-
      echo "$slot"
      return 0
    fi
  fi
  for (( slot = 1; slot <= SLOTS_MAX; slot++ )); do
    link="$home/$slot"
    if [[ -L "$link" ]]; then
      [[ "$(readlink "$link")" != "$folder" && ! -d "$(readlink "$link")" ]] || continue
      rm -f "$link"
    fi
    slot_is_unused "$slot" "$listening" || continue
    ln -s "$folder" "$link"
    echo "$slot" >"$folder/slot"
    exec 7>&-
    echo "$slot"
    return 0
  done
  exec 7>&-
  fail "no free slot among $SLOTS_MAX for a cluster; see $home"
}

release_slot() { # FOLDER
  local home slot
  home="$(slots_home)"
  [[ -s "$1/slot" ]] || return 0
  slot="$(<"$1/slot")"
  if [[ "$(readlink "$home/$slot" 2>/dev/null)" == "$1" ]]; then rm -f "$home/$slot"; fi
}

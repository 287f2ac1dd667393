#!/usr/bin/env bash
# Detached processes: they outlive the script that starts them, hold none of its files, and are ended by nobody but
# the folder that started them. A pid alone is no identity (pids are used again); pid and start time are. Sourced.

# start_detached FOLDER COMPONENT COMMAND…: pid in FOLDER/run/COMPONENT.pid, log in FOLDER/logs/COMPONENT.log
start_detached() {
  local folder="$1" component="$2"
  shift 2
  mkdir -p "$folder/run" "$folder/logs"
  ! is_running "$folder" "$component" || return 0
  rm -f "$folder/run/$component.pid"
  # The inner shell writes its own pid and becomes the command: pid and start time stay the same across exec. Every
  # descriptor above 2 is closed, or a caller that reads our output through a pipe would wait for the API server.
  # shellcheck disable=SC2016
  setsid --fork bash -c '
    pidfile="$1"; shift
    read -r stat </proc/self/stat; stat="${stat##*) }"; set -- "$@"
    fields=($stat)
    echo "$$ ${fields[19]}" >"$pidfile.new"; mv "$pidfile.new" "$pidfile"
    for fd in /proc/$$/fd/*; do fd="${fd##*/}"; if (( fd > 2 )); then eval "exec $fd>&-"; fi; done
    exec "$@"' start-detached "$folder/run/$component.pid" "$@" </dev/null >>"$folder/logs/$component.log" 2>&1
  local i
  for (( i = 0; i < 500; i++ )); do
    [[ ! -s "$folder/run/$component.pid" ]] || return 0
    sleep 0.01
  done
  fail "$component could not be started; see $folder/logs/$component.log"
}

# The start time of a process in clock ticks since boot; nothing for one that's gone or a zombie.
start_time_of() {
  local stat fields
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  stat="${stat##*) }"
  read -ra fields <<<"$stat"
  [[ "${fields[0]}" != Z && "${fields[0]}" != X ]] || return 1
  echo "${fields[19]}"
}

# Prints the pid when it runs and is the very process that we started.
pid_of() { # FOLDER COMPONENT
  local pid began
  [[ -s "$1/run/$2.pid" ]] || return 1
  read -r pid began <"$1/run/$2.pid"
  [[ "$(start_time_of "$pid")" == "$began" ]] || return 1
  echo "$pid"
}

is_running() { pid_of "$1" "$2" >/dev/null 2>&1; }

# stop_detached FOLDER COMPONENT [SECONDS]: asks, and after that many seconds no longer asks.
stop_detached() {
  local folder="$1" component="$2" patience="${3:-5}" pid deadline
  if pid="$(pid_of "$folder" "$component" 2>/dev/null)"; then
    deadline=$(( $(now_ms) + patience * 1000 ))
    (( patience == 0 )) || kill -TERM "$pid" 2>/dev/null || true
    while is_running "$folder" "$component"; do
      if (( $(now_ms) >= deadline )); then kill -KILL "$pid" 2>/dev/null || true; fi
      sleep 0.02
    done
  fi
  rm -f "$folder/run/$component.pid"
}

# wait_until SECONDS "what" COMMAND…: polls tightly, gives up loudly.
wait_until() {
  local seconds="$1" what="$2" deadline
  shift 2
  deadline=$(( $(now_ms) + seconds * 1000 ))
  until "$@" >/dev/null 2>&1; do
    if (( $(now_ms) >= deadline )); then
      printf 'gave up after %s s: %s\n' "$seconds" "$what" >&2
      return 1
    fi
    sleep 0.05
  done
}

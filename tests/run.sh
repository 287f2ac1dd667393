#!/usr/bin/env bash
# Builds everything, starts what the tests need, runs all tests, and ends with "N passed, N failed, N skipped".
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
logs="$root/.local/tests"

usage() {
  cat <<'USAGE'
usage: tests/run.sh [--full] [--unit] [PROJECT...]

Builds the solution, starts Kubernetes clusters of its own (built once and cached; see infra/local/up.sh) and Azurite
(installed once from npm; see infra/local/azurite.sh), runs the tests, and stops what it started.

  --full     run campaigns (kills, flips, fuzzing) at their full counts: two hours or so
  --unit     run only what needs no cluster
  PROJECT    run only these test projects, for example Workflows.Engine.Tests

Where the packages of Azure Functions restore, their tests are built and run as well.

Clusters of your own instead: WORKFLOWS_BLUE_KUBECONFIG and WORKFLOWS_GREEN_KUBECONFIG (they are written to).
Logs: .local/tests/
USAGE
}

step() { printf '\n== %s\n' "$*"; }
give_up() {
  echo "$1"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
}

# shellcheck source=lib/places.sh
. "$root/tests/lib/places.sh"
# shellcheck source=lib/projects.sh
. "$root/tests/lib/projects.sh"

full=0
unit=0
projects=()
for argument in "$@"; do
  case "$argument" in
    --full) full=1 ;;
    --unit) unit=1 ;;
    --help | -h) usage; exit 0 ;;
    -*) echo "tests/run.sh: unknown option $argument" >&2; usage >&2; exit 2 ;;
    *) projects+=("$argument") ;;
  esac
done
if [ ${#projects[@]} -eq 0 ]; then
  for file in "$root"/tests/*/*.csproj; do
    name="$(basename "$file" .csproj)"
    case "$name" in *.Conformance | *.Benchmarks | *.Faults) ;; *) projects+=("$name") ;; esac
  done
fi
is_asked() { case " ${projects[*]} " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

mkdir -p "$logs"
[ "$full" = 1 ] && export WORKFLOWS_FULL=1

# As it is published: campaigns run through a lot of code, and what isn't optimized takes several times as long.
step "Building (log: .local/tests/build.log)"
built=$SECONDS
if ! dotnet build "$root/Workflows.sln" -c Release --nologo -v quiet -p:UseSharedCompilation=true >"$logs/build.log" 2>&1; then
  grep -E 'error|warn' "$logs/build.log" | sort -u | head -40
  give_up "The solution does not build."
fi
echo "built in $((SECONDS - built)) s"

# Their packages are not served by every registry, so neither project is part of the solution.
functions=Workflows.Functions.Tests
if is_asked "$functions"; then
  step "Restoring and building $functions (log: .local/tests/$functions.build.log)"
  log="$logs/$functions.build.log"
  if ! dotnet restore "$root/tests/$functions" -v quiet >"$log" 2>&1; then
    echo "The packages of Azure Functions do not restore here: $functions is skipped."
    grep -m 1 -oE 'NU[0-9]+: .*' "$log" || tail -n 1 "$log"
    remaining=()
    for project in "${projects[@]}"; do [ "$project" = "$functions" ] || remaining+=("$project"); done
    projects=(${remaining[@]+"${remaining[@]}"})
  elif ! dotnet build "$root/tests/$functions" -c Release --no-restore --nologo -v quiet -p:UseSharedCompilation=true >>"$log" 2>&1; then
    grep -E 'error|warn' "$log" | sort -u | head -40
    give_up "$functions does not build."
  fi
fi

trap stop_places EXIT
passed=0 failed=0 skipped=0
start_azurite || failed=1

step "A second opinion on schedules: Debian's python3-croniter"
if bash -euc '. "$1"; debian_install python3-croniter' - "$root/infra/local/lib/debian.sh" 2>&1 | tee "$logs/croniter.log"; then
  echo "installed"
else
  echo "It can't be had here: tests that compare schedules with it are skipped."
fi

start_places

# Places side by side, since tests wait for pods, timers, servers and disks more than they work; a place's own one by one.
rm -f "$logs"/*.counts "$logs/stop.log"
for place in "${places[@]}"; do run_in "$place" & done
wait
for place in "${places[@]}"; do
  for run in $(runs_in "$place"); do
    read -r p f s <"$logs/$run.counts" || { p=0 f=1 s=0; }
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done
done

step "In all, after $SECONDS s"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

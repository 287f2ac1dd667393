#!/usr/bin/env bash
# Builds everything, starts what the tests need, runs all tests, and ends with "N passed, N failed, N skipped".
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
logs="$root/.local/tests"
export WORKFLOWS_LOCAL_DIR="$logs/clusters"

usage() {
  cat <<'USAGE'
usage: tests/run.sh [--full] [--unit] [PROJECT...]

Builds the solution, starts two Kubernetes clusters of its own (built once and cached; see infra/local/up.sh) and
Azurite (installed once from npm; see infra/local/azurite.sh), runs the tests, and stops what it started.

  --full     run campaigns (kills, flips, fuzzing) at their full counts: an hour or so
  --unit     run only what needs no cluster
  PROJECT    run only these test projects, for example Workflows.Engine.Tests

Where the packages of Azure Functions restore, their tests are built and run as well.

Clusters of your own instead: WORKFLOWS_BLUE_KUBECONFIG and WORKFLOWS_GREEN_KUBECONFIG (they are written to).
Logs: .local/tests/
USAGE
}

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

mkdir -p "$logs"
[ "$full" = 1 ] && export WORKFLOWS_FULL=1
step() { printf '\n== %s\n' "$*"; }

step "Building (log: .local/tests/build.log)"
built=$SECONDS
if ! dotnet build "$root/Workflows.sln" --nologo -v quiet -p:UseSharedCompilation=true >"$logs/build.log" 2>&1; then
  grep -E 'error|warn' "$logs/build.log" | sort -u | head -40
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi
echo "built in $((SECONDS - built)) s"

# Their packages are not served by every registry, so neither project is part of the solution.
functions=Workflows.Functions.Tests
if [[ " ${projects[*]} " == *" $functions "* ]]; then
  step "Restoring and building $functions (log: .local/tests/$functions.build.log)"
  log="$logs/$functions.build.log"
  if ! dotnet restore "$root/tests/$functions" -v quiet >"$log" 2>&1; then
    echo "The packages of Azure Functions do not restore here: $functions is skipped."
    grep -m 1 -oE 'NU[0-9]+: .*' "$log" || tail -n 1 "$log"
    remaining=()
    for project in "${projects[@]}"; do [ "$project" = "$functions" ] || remaining+=("$project"); done
    projects=(${remaining[@]+"${remaining[@]}"})
  elif ! dotnet build "$root/tests/$functions" --no-restore --nologo -v quiet -p:UseSharedCompilation=true >>"$log" 2>&1; then
    grep -E 'error|warn' "$log" | sort -u | head -40
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
  fi
fi

stop_azurite() { bash "$root/infra/local/azurite.sh" down >>"$logs/azurite.log" 2>&1 || true; }
stop_clusters() { bash "$root/infra/local/down.sh" >>"$logs/clusters.log" 2>&1 || true; }
trap stop_azurite EXIT

passed=0 failed=0 skipped=0

step "Starting Azurite (log: .local/tests/azurite.log)"
status=0
settings="$(bash "$root/infra/local/azurite.sh" up 2>"$logs/azurite.log")" || status=$?
case "$status" in
  0)
    cat "$logs/azurite.log"
    # In a shell of its own: only the tests of Azure Blob Storage may find the connection string.
    # shellcheck source=/dev/null
    WORKFLOWS_TEST_AZURITE="$(. "$settings" && printf '%s' "$AZURE_STORAGE_CONNECTION_STRING")"
    export WORKFLOWS_TEST_AZURITE
    ;;
  3)
    cat "$logs/azurite.log"
    echo "No Azurite can be had here: tests of Azure Blob Storage are skipped."
    ;;
  *)
    cat "$logs/azurite.log"
    echo "Azurite is installed and did not start, which counts as one failed: tests of Azure Blob Storage are skipped."
    failed=1
    ;;
esac

step "A second opinion on schedules: Debian's python3-croniter"
if bash -euc '. "$1"; debian_install python3-croniter' - "$root/infra/local/lib/debian.sh" 2>&1 | tee "$logs/croniter.log"; then
  echo "installed"
else
  echo "It can't be had here: tests that compare schedules with it are skipped."
fi

if [ "$unit" = 0 ]; then
  step "Starting two clusters (log: .local/tests/clusters.log)"
  trap 'stop_clusters; stop_azurite' EXIT
  status=0
  bash "$root/infra/local/up.sh" 2>&1 | tee "$logs/clusters.log" || status=${PIPESTATUS[0]}
  case "$status" in
    0)
      export WORKFLOWS_TEST_BLUE="$WORKFLOWS_LOCAL_DIR/blue.kubeconfig"
      export WORKFLOWS_TEST_GREEN="$WORKFLOWS_LOCAL_DIR/green.kubeconfig"
      export WORKFLOWS_TEST_KUBECONFIG="$WORKFLOWS_TEST_BLUE"
      if grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/blue.node" && grep -qs '^yes' "$WORKFLOWS_LOCAL_DIR/green.node"; then
        export WORKFLOWS_TEST_NODE=1
      fi
      ;;
    3) echo "No clusters can be had here: what needs them is skipped." ;;
    *)
      echo "The clusters did not start; see .local/tests/clusters.log."
      echo "0 passed, 1 failed, 0 skipped"
      exit 1
      ;;
  esac
fi

count() { grep -oE "$1: +[0-9]+" <<<"$2" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }

# Runs one project, says what came of it, and leaves "PASSED FAILED SKIPPED" in its .counts.
test_project() {
  local project="$1" log="$logs/$1.log" status=0 summary p f s
  dotnet test "$root/tests/$project" --no-build --nologo --logger "console;verbosity=normal" >"$log" 2>&1 || status=$?
  summary="$(sed -n '/^Total tests:/,$p' "$log")"
  p="$(count Passed "$summary")" f="$(count Failed "$summary")" s="$(count Skipped "$summary")"
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  echo "$p $f $s" >"$logs/$project.counts"
  {
    step "$project"
    echo "$p passed, $f failed, $s skipped in$(sed -n 's/^ *Total time://p' <<<"$summary")"
    if [ "$f" -gt 0 ]; then
      # head may end sed early; that is no failure of this script.
      { sed -n '/^  Failed /,/^  [A-Z][a-z]* /p' "$log" || true; } | head -60 || true
      [ "$p" -gt 0 ] || tail -n 20 "$log"
    fi
  } >"$logs/$project.said"
  cat "$logs/$project.said"
}
export -f test_project count step
export root logs

# Two at a time: they wait for timers, servers and disks more than they work. Scenarios have the clusters to themselves.
units=() scenarios=()
for project in ${projects[@]+"${projects[@]}"}; do
  rm -f "$logs/$project.counts"
  case "$project" in *.Scenarios) scenarios+=("$project") ;; *) units+=("$project") ;; esac
done
printf '%s\n' ${units[@]+"${units[@]}"} | xargs -r -P 2 -I{} bash -c 'test_project {}' || true
for project in ${scenarios[@]+"${scenarios[@]}"}; do test_project "$project"; done

for project in ${projects[@]+"${projects[@]}"}; do
  read -r p f s <"$logs/$project.counts" || { p=0 f=1 s=0; }
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done

step "In all, after $SECONDS s"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]

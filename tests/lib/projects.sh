# shellcheck shell=bash
# How a project of tests is run, and what is said of it. A run is PROJECT, or PROJECT@PLACE for the scenarios of a place.

# Shared out so that all places take about as long. What is not named here runs with the objects.
scenarios_of() { # PLACE
  case "$1" in
    units) echo Applications Hooks RoundTrip ;;
    pods) echo Snapshots Volumes ;;
  esac
}

filter_of() { # PLACE
  local folder filter=""
  case "$1" in
    objects) for folder in $(scenarios_of units) $(scenarios_of pods); do filter+="&FullyQualifiedName!~.Scenarios.$folder."; done ;;
    *) for folder in $(scenarios_of "$1"); do filter+="|FullyQualifiedName~.Scenarios.$folder."; done ;;
  esac
  echo "${filter:1}"
}

runs_in() { # PLACE
  local project
  for project in ${projects[@]+"${projects[@]}"}; do
    case "$1/$project" in
      *.Scenarios) ;;
      pods/* | objects/*) ;;
      *) echo "$project" ;;
    esac
  done
  if is_asked Workflows.Scenarios; then
    [ ${#places[@]} -gt 1 ] && echo "Workflows.Scenarios@$1" || echo Workflows.Scenarios
  fi
}

run_in() { # PLACE
  local run
  enter_place "$1" || return 0
  for run in $(runs_in "$1"); do test_run "$run"; done
  leave_place "$1"
}

count() { grep -oE "$1: +[0-9]+" <<<"$2" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }

# Says what came of a run, and leaves "PASSED FAILED SKIPPED" in its .counts.
test_run() { # RUN
  local run="$1" project="${1%%@*}" log="$logs/$1.log" status=0 filter="" summary p f s
  [ "$run" = "$project" ] || filter="$(filter_of "${run#*@}")"
  dotnet test "$root/tests/$project" -c Release --no-build --nologo --logger "console;verbosity=normal" ${filter:+--filter "$filter"} >"$log" 2>&1 || status=$?
  summary="$(sed -n '/^Total tests:/,$p' "$log")"
  p="$(count Passed "$summary")" f="$(count Failed "$summary")" s="$(count Skipped "$summary")"
  if [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
  echo "$p $f $s" >"$logs/$run.counts"
  {
    step "$run"
    echo "$p passed, $f failed, $s skipped in$(sed -n 's/^ *Total time://p' <<<"$summary")"
    if [ "$f" -gt 0 ]; then
      # head may end sed early; that is no failure of this script.
      { sed -n '/^  Failed /,/^  [A-Z][a-z]* /p' "$log" || true; } | head -60 || true
      [ "$p" -gt 0 ] || tail -n 20 "$log"
    fi
  } >"$logs/$run.said"
  cat "$logs/$run.said"
}

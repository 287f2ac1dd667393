# shellcheck shell=bash
# How a project of tests is run, and what is said of it. A run is PROJECT, or PROJECT@SHARE for a share of the scenarios.

# The scenarios that wait for pods take as long as all others.
filter_of() { # SHARE
  local folder filter="" pods=(Applications Hooks RoundTrip Snapshots Volumes)
  case "$1" in
    pods) for folder in "${pods[@]}"; do filter+="|FullyQualifiedName~.Scenarios.$folder."; done ;;
    objects) for folder in "${pods[@]}"; do filter+="&FullyQualifiedName!~.Scenarios.$folder."; done ;;
  esac
  echo "${filter:1}"
}

runs_of() { # PROJECT
  local share
  case "$1" in
    *.Scenarios)
      for share in ${shares[@]+"${shares[@]}"}; do echo "$1@$share"; done
      [ ${#shares[@]} -gt 0 ] || echo "$1"
      ;;
    *) echo "$1" ;;
  esac
}

count() { grep -oE "$1: +[0-9]+" <<<"$2" | tail -n 1 | grep -oE '[0-9]+' || echo 0; }

# Says what came of a run, and leaves "PASSED FAILED SKIPPED" in its .counts.
test_run() { # RUN
  local run="$1" project="${1%%@*}" log="$logs/$1.log" status=0 filter="" summary p f s
  if [ "$run" != "$project" ]; then
    enter_place "${run#*@}"
    filter="$(filter_of "${run#*@}")"
  fi
  dotnet test "$root/tests/$project" --no-build --nologo --logger "console;verbosity=normal" ${filter:+--filter "$filter"} >"$log" 2>&1 || status=$?
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

#!/usr/bin/env bash
# Lints the Bicep files, with the bicep tool or that of the Azure CLI; says so where neither is there.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
if command -v bicep >/dev/null; then
  tool=(bicep)
elif command -v az >/dev/null && az bicep version >/dev/null 2>&1; then
  tool=(az bicep)
else
  echo "No bicep here: infra/azure was not linted."
  exit 0
fi

status=0
for file in main.bicep modules/*.bicep; do
  if [ "${tool[0]}" = az ]; then
    found="$("${tool[@]}" lint --file "$file" 2>&1)" || status=1
  else
    found="$("${tool[@]}" lint "$file" 2>&1)" || status=1
  fi
  # Warnings don't fail the tool; here they do.
  if [ -n "$found" ]; then
    echo "$found"
    status=1
  fi
done
if [ "${tool[0]}" = bicep ]; then
  bicep build-params main.bicepparam --stdout >/dev/null || status=1
fi

[ "$status" -eq 0 ] && echo "infra/azure: nothing to find fault with."
exit "$status"

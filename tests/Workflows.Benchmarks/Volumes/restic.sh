#!/usr/bin/env bash
# Prints where restic is: the machine's own, or else Debian's package, unpacked into the cache and not installed.
set -euo pipefail

# shellcheck source=../../../infra/local/lib/debian.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../../infra/local/lib/debian.sh"

if have restic; then
  command -v restic
else
  debian_unpack restic
  echo "$(debian_package restic)/usr/bin/restic"
fi

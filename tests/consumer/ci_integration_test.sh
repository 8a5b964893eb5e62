#!/usr/bin/env bash
# Does what the workflow of examples/ci_integration does, in a copy of that folder and with the steps of its file; the
# install tree stands for the cache. Arguments: build directory, source directory, working directory, workflow_steps.
set -euo pipefail
build=$1 source=$2 work=$3 workflow_steps=$4
rm -rf "$work"
mkdir -p "$work/tools"
cp -r "$source/examples/ci_integration" "$work/shop"
cmake --install "$build" --prefix "$work/shop/.bss-partner" >/dev/null

# What is to be installed has to be here already: then the list of the workflow is enough for what follows.
cat >"$work/tools/apt-get" <<'SCRIPT'
#!/usr/bin/env bash
set -euo pipefail
[ "$1" = install ] || exit 0
for name in "${@:2}"; do
  case $name in
    -*) ;;
    *) dpkg-query -W -f='${Status}\n' "$name" | grep -q 'install ok installed' ||
         { echo "$name is not installed" >&2; exit 1; } ;;
  esac
done
SCRIPT
chmod +x "$work/tools/apt-get"

"$workflow_steps" "$work/shop/.github/workflows/tests.yml" test "$work/shop" >"$work/job.sh"
PATH="$work/tools:$PATH" bash "$work/job.sh"

# As many tests as the files have: an empty suite would pass as well.
written=$(grep -c '^TEST' "$work/shop/tests/shop_test.cpp")
ran=$(grep -c '<testcase ' "$work/shop/build/results.xml")
[ "$ran" -eq $((written + 1)) ] || { echo "$ran tests ran, $((written + 1)) are written" >&2; exit 1; }

#!/usr/bin/env bash
# Installs the build, builds a foreign C++17 project against the install tree, and looks at what it links: nothing of
# the server. Arguments: build directory, source directory, working directory.
set -euo pipefail
build=$1 source=$2 work=$3
rm -rf "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$work/prefix" >/dev/null
cmake -S "$source/tests/consumer" -B "$work/build" -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" \
  -DBSS_EXAMPLES_DIR="$source/examples" >/dev/null
cmake --build "$work/build" >/dev/null
libraries=$(ldd "$work/build/get_token")
if grep -Eq 'bss_mock|soci|sqlite|yaml-cpp|spdlog' <<<"$libraries"; then
  echo "The SDK alone pulls in something of the server:"
  echo "$libraries"
  exit 1
fi
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name bss-partner-sdk.pc)") pkg-config --validate bss-partner-sdk
"$work/build/get_token" --help >/dev/null
"$work/prefix/bin/bss-mock" version
echo "consumer built against the install tree"

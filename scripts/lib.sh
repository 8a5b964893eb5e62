# Shared by the scripts: the packages of Debian 12 that the project needs, and the build. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Each with its reason in docs/dependencies.md.
build_packages=(
  build-essential cmake ninja-build pkg-config
  libcpprest-dev libssl-dev nlohmann-json3-dev libboost-dev libboost-system-dev
  libsqlite3-dev libsoci-dev libyaml-cpp-dev libcli11-dev libspdlog-dev libfmt-dev
)
test_packages=(libgtest-dev libgmock-dev libbenchmark-dev libcurl4-openssl-dev openssl curl)
check_packages=(clang libclang-rt-14-dev clang-tidy clang-format)

install_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "These packages are missing and there is no sudo: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# configure DIRECTORY [CMAKE ARGUMENTS]
configure() {
  local directory=$1; shift
  cmake -S . -B "$directory" -G Ninja "$@" >"$directory.configure.log" 2>&1 \
    || { cat "$directory.configure.log" >&2; exit 1; }
  rm -f "$directory.configure.log"
}

#!/usr/bin/env bash
# The program as an operator uses it, against the server as a program. Arguments: bss-mock, top-up.
set -euo pipefail
mock=$1 top_up=$2
work=$(mktemp -d)
"$mock" serve --port 0 >"$work/ready" 2>"$work/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
for _ in $(seq 200); do
  [ -s "$work/ready" ] && break
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.05
done
endpoint=$(sed -n 's/.*"endpoint":"\([^"]*\)".*/\1/p' "$work/ready")
eval "$("$mock" env --endpoint "$endpoint")"
customer=c0000000000000000000000000000001

expect() {  # WANTED-EXIT WANTED-LINE COMMAND...
  local wanted=$1 line=$2 said=0 got; shift 2
  got=$("$@") || said=$?
  [ "$said" = "$wanted" ] && [ "$got" = "$line" ] && return 0
  echo "$*: exit $said, '$got'; wanted exit $wanted, '$line'" >&2
  exit 1
}
expect 0 'paid 100.00' "$top_up" "$customer" 600.00
expect 0 'nothing was missing' "$top_up" "$customer" 600.00
"$mock" faults add --endpoint "$endpoint" \
  '{"match":{"operation":"UpdateCustomerAccountAmount"},"when":{"first":1},"effect":{"lose_answer":true}}' >/dev/null
expect 3 'not known: run it again, it looks first' "$top_up" "$customer" 700.00
expect 0 'nothing was missing' "$top_up" "$customer" 700.00
"$mock" journal verify --endpoint "$endpoint" \
  '{"match":{"operation":"UpdateCustomerAccountAmount"},"times":{"at_least":2,"at_most":2}}' >/dev/null
echo "two payments, each once"

# Progress, failures and the swap: how an assembly tells what it does, and how it ends.

now() { date +%s; }

# fail MESSAGE ends the assembly with one line, also from within a step, whose own output goes to the log.
exec 3>&2
fail() {
  echo "caravel: native toolchain: $*" >&3
  if [ "$BASH_SUBSHELL" = 0 ]; then exit 1; fi
  exit "$explained"
}

# The status of a step that has told its failure by itself.
explained=3

# step NAME FUNCTION runs the function with its output in the log, and prints one line with the time that it took.
step() {
  local name=$1 began status
  shift
  began=$(now)
  set +e
  (
    set -e
    echo "== $name"
    "$@"
  ) >>"$log" 2>&1 </dev/null
  status=$?
  set -e
  case $status in
    0) printf '  %s: %s s\n' "$name" $(($(now) - began)) ;;
    "$explained") exit 1 ;;
    *)
      echo "caravel: native toolchain: $name: $(tail -n 1 "$log"); log: $log" >&3
      exit 1
      ;;
  esac
}

# step_aside NAME FUNCTION begins a step that needs the network rather than the processor, beside those that follow.
step_aside() {
  step "$@" &
  aside=$!
}

await_steps_aside() {
  local beside=$aside
  aside=
  wait "$beside" || exit 1
}

# One assembly at a time; a second one waits, and then finds the work done. The steps have the lock, too, so that what a
# killed assembly leaves running does not write into the next one's.
lock_assembly() {
  mkdir -p "$(dirname "$out")" 2>/dev/null || fail "cannot create $(dirname "$out")"
  exec 9>"$out.lock" || fail "cannot write $out.lock"
  if ! flock -n 9; then
    echo "  waiting for another assembly in $out"
    flock 9
  fi
  : >"$log"
}

abandon() {
  local status=$?
  trap - EXIT
  if [ -n "${aside:-}" ]; then kill "$aside" 2>/dev/null || true; fi
  rm -rf "$next"
  exit $status
}

# The result appears by renaming alone: it is complete, or not there.
swap_in() {
  if [ -e "$out" ]; then mv -T "$out" "$before"; fi
  mv -T "$next" "$out"
  rm -rf "$before"
}

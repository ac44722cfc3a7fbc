# What the machine must be and have.

check_architecture() {
  local machine
  machine=$(uname -sm)
  [ "$machine" = "Linux x86_64" ] ||
    fail "only Linux on x86_64 has a toolchain of ours, this is $machine; set GRAALVM_HOME to a GraalVM $java_feature"
}

# Installs what assembling and linking need, or says what is missing.
install_tools() {
  local missing=() pair
  for pair in gcc:gcc make:make ar:binutils xz:xz-utils /usr/include/stdio.h:libc6-dev /usr/include/zlib.h:zlib1g-dev; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || [ -e "${pair%%:*}" ] || missing+=("${pair#*:}")
  done
  [ -n "$(find "$repository/.mvn/maven" -path '*/bin/mvn' 2>/dev/null)" ] || command -v mvn >/dev/null 2>&1 || missing+=(maven)
  [ ${#missing[@]} != 0 ] || return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 ||
    fail "these packages are missing: ${missing[*]}; install them, or run this as root once"
  step "packages ${missing[*]}" install_packages "${missing[@]}"
}

install_packages() {
  apt_get install "$@" || { apt_get update && apt_get install "$@"; } ||
    fail "cannot install $*: $(tail -n 1 "$log"); log: $log"
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 --no-install-recommends "$@"
}

check_disk() {
  local free
  free=$(($(df -Pk "$(dirname "$out")" | awk 'NR == 2 {print $4}') / 1024))
  [ "$free" -ge "$needed_megabytes" ] ||
    fail "$(dirname "$out") has $free MB left, and $needed_megabytes MB are needed; make room, or set XDG_CACHE_HOME"
}

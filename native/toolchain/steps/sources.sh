# The sources of the JDK, of which Debian has every release. No JDK brings its native code as static libraries.

# Modules whose native code images may need.
source_modules="java.base java.management java.prefs java.rmi jdk.attach jdk.management jdk.management.agent jdk.net jdk.security.auth"

# Unpacks into $work/source what is compiled, from a tarball that is kept for the next time.
fetch_sources() {
  local tarball patterns=() module system
  tarball=$(tarball_of "$(numbers_of "$jdk_version")")
  for module in $source_modules; do
    for system in share unix linux; do
      patterns+=("*/src/$module/$system/native/*" "*/src/$module/$system/classes/*")
    done
  done
  patterns+=('*/src/hotspot/share/include/*' '*/src/hotspot/os/posix/include/*' '*/make/conf/version-numbers.conf')
  mkdir -p "$work/source"
  # Not every module has parts of every system, of which tar complains; what is missing, the checks below tell.
  tar -xJf "$tarball" -C "$work/source" --strip-components=1 --no-same-owner --wildcards "${patterns[@]}" || true
  [ -s "$work/source/src/java.base/share/native/include/jni.h" ] || fail "$tarball has no sources of a JDK, or is cut short; remove it"
  check_source_version
}

# numbers_of 25.0.3+9-LTS: 25.0.3, which both JDK and sources must be
numbers_of() {
  echo "${1%%[+-]*}"
}

check_source_version() {
  local found
  found=$(
    . "$work/source/make/conf/version-numbers.conf"
    echo "$DEFAULT_VERSION_FEATURE.$DEFAULT_VERSION_INTERIM.$DEFAULT_VERSION_UPDATE"
  )
  [ "$found" = "$(numbers_of "$jdk_version")" ] || fail "the sources are of JDK $found, and the JDK is $jdk_version"
}

# tarball_of NUMBERS prints the path of the tarball of that release, after fetching it if need be.
tarball_of() {
  local numbers=$1 kept
  mkdir -p "$cache/sources"
  if [ "$numbers" = "$(numbers_of "$source_version")" ]; then
    kept=$cache/sources/$(tarball_name "$source_version")
    if has_checksum "$kept" "$source_sha256"; then
      echo "$kept"
      return
    fi
    if download "pool/main/o/openjdk-$java_feature/$(tarball_name "$source_version")" "$source_sha256" "$kept" >&2; then
      echo "$kept"
      return
    fi
  fi
  kept=$(find "$cache/sources" -name "$(tarball_name "$numbers+*")" -exec test -s '{}.sha256' ';' -print | sort -V | tail -n 1)
  if [ -n "$kept" ] && has_checksum "$kept" "$(cat "$kept.sha256")"; then
    echo "$kept"
    return
  fi
  tarball_by_index "$numbers"
}

tarball_name() {
  echo "openjdk-${java_feature}_$1.orig.tar.xz"
}

# Of the suites' signed indices, the newest build of that release.
tarball_by_index() {
  local numbers=$1 suite index=$work/index line version directory checksum
  : >"$index"
  for suite in $debian_suites; do
    read_index "$suite" >>"$index" || true
  done
  line=$(grep "^$numbers+" "$index" | sort -V | tail -n 1) || line=
  [ -n "$line" ] || fail "the JDK is $jdk_version, and Debian has no sources of $numbers$(what_debian_has "$index"); take a JDK that it has the sources of, or set GRAALVM_HOME to a GraalVM $java_feature"
  read -r version checksum directory <<<"$line"
  download "$directory/$(tarball_name "$version")" "$checksum" "$cache/sources/$(tarball_name "$version")" >&2 ||
    fail "cannot fetch the sources of JDK $version: $(tail -n 1 "$log"); log: $log"
  echo "$checksum" >"$cache/sources/$(tarball_name "$version").sha256"
  echo "$cache/sources/$(tarball_name "$version")"
}

what_debian_has() {
  cut -d ' ' -f 1 "$1" | sort -Vu | paste -sd, | sed 's/,/, /g; s/..*/, only of &/'
}

# read_index SUITE prints a line for each release: version, checksum and directory of its tarball. apt checks the signature.
read_index() {
  local apt=$work/apt-$1
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) $1 main" >"$apt/sources.list"
  cat >"$apt/apt.conf" <<CONF
Dir::State "$apt";
Dir::State::status "/dev/null";
Dir::Cache "$apt";
Dir::Etc::SourceList "$apt/sources.list";
Dir::Etc::SourceParts "-";
APT::Sandbox::User "";
Acquire::Retries "3";
CONF
  APT_CONFIG=$apt/apt.conf apt-get -q update >&2
  APT_CONFIG=$apt/apt.conf apt-cache showsrc "openjdk-$java_feature" | awk '
    $1 == "Directory:" {directory = $2}
    /^[^ ]/ {sums = $1 == "Checksums-Sha256:"}
    sums && $3 ~ /\.orig\.tar\.xz$/ {checksum = $1; version = $3; gsub(/^[^_]*_|\.orig\.tar\.xz$/, "", version)}
    $0 == "" && version {print version, checksum, directory; version = ""}
    END {if (version) print version, checksum, directory}'
}

# download PATH CHECKSUM FILE, by apt and as apt is told to (its proxies, its retries), but only whole and right.
download() {
  local mirror
  mirror=$(debian_mirror) || exit
  rm -f "$3.part"
  /usr/lib/apt/apt-helper -o APT::Sandbox::User= -o Acquire::Retries=3 download-file "$mirror/$1" "$3.part" "SHA256:$2" || return 1
  has_checksum "$3.part" "$2" && mv -f "$3.part" "$3"
}

has_checksum() {
  [ -s "$1" ] && echo "$2  $1" | sha256sum -c --status
}

debian_mirror() {
  local mirror=${CARAVEL_DEBIAN_MIRROR:-}
  if [ -z "$mirror" ]; then
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null |
      grep '/debian/*$' | sort | uniq -c | sort -rn | awk 'NR == 1 {print $2}')
  fi
  [ -n "$mirror" ] || fail "no Debian mirror in the sources of apt; set CARAVEL_DEBIAN_MIRROR to one, or GRAALVM_HOME to a GraalVM $java_feature"
  echo "${mirror%/}"
}

# The JDK that the builder runs on, and whose classes go into the images.

# Sets 'jdk', and 'jdk_version' to what it says of itself: 25.0.3+9-LTS.
find_jdk() {
  local candidate
  if [ -n "${JAVA_HOME:-}" ]; then
    jdk=$(readlink -f "$JAVA_HOME")
    [ -x "$jdk/bin/javac" ] || fail "JAVA_HOME is $JAVA_HOME, which is no JDK"
    [ "$(feature_of "$jdk")" = "$java_feature" ] ||
      fail "JAVA_HOME is a JDK $(feature_of "$jdk"), and a JDK $java_feature is needed"
  else
    jdk=
    for candidate in /usr/lib/jvm/*25* "$cache"/jdk/usr/lib/jvm/*25*; do
      [ -x "$candidate/bin/javac" ] && [ "$(feature_of "$candidate")" = "$java_feature" ] || continue
      jdk=$(readlink -f "$candidate")
      break
    done
    [ -n "$jdk" ] || fail "no JDK $java_feature found; set JAVA_HOME to one, or run './caravel build', which installs one"
  fi
  jdk_version=$(release_of "$jdk" JAVA_RUNTIME_VERSION)
  jdk_version=${jdk_version:-$(release_of "$jdk" JAVA_VERSION)}
}

# release_of JDK KEY: a value of the file in which a JDK says what it is
release_of() {
  sed -n "s/^$2=\"\(.*\)\"$/\1/p" "$1/release" 2>/dev/null
}

feature_of() {
  release_of "$1" JAVA_VERSION | cut -d. -f1
}

# The builder compiles through the JVM's compiler interface.
check_jdk() {
  "$jdk/bin/java" --list-modules 2>/dev/null | grep -q '^jdk.internal.vm.ci@' ||
    fail "the JDK in $jdk has no module jdk.internal.vm.ci, or does not run; Temurin $java_feature and Debian's openjdk-$java_feature have it"
}

# The builder finds its parts by java.home, so that the JDK has to be here: by hard links where the file system is the same.
copy_jdk() {
  local part
  for part in bin conf include legal lib release NOTICE; do
    [ -e "$jdk/$part" ] || continue
    cp -al "$jdk/$part" "$next/" 2>/dev/null || { rm -rf "${next:?}/$part" && cp -a "$jdk/$part" "$next/"; }
  done
  rm -f "$next/lib/src.zip"
}

# The builder of images, whose jars Maven fetches and checks: first from what it has, then from the network.

fetch_builder() {
  run_maven --offline || run_maven
}

run_maven() {
  JAVA_HOME=$jdk MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
    "$repository/mvnw" -q -B -ntp -f "$toolchain/pom.xml" "$@" package -Dtoolchain.home="$next"
}

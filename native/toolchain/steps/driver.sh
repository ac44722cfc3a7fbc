# The program 'native-image' itself.

build_driver() {
  local classes=$next/lib/svm/driver
  mkdir -p "$classes"
  find "$toolchain/driver" -name '*.java' >"$work/driver.sources"
  "$jdk/bin/javac" -Xlint:all -Werror -d "$classes" "@$work/driver.sources"
  cat >"$next/bin/native-image" <<'SCRIPT'
#!/bin/sh
home=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData \
  -cp "$home/lib/svm/driver" dev.caravel.nativeimage.NativeImage "$@"
SCRIPT
  chmod +x "$next/bin/native-image"
}

try_result() {
  local file
  for file in lib/svm/builder/svm.jar lib/jvmci/compiler.jar lib/svm/builder/lib/libreporterchelper.so \
    lib/svm/clibraries/linux-amd64/libjava.a lib/svm/clibraries/linux-amd64/libjvm.a; do
    [ -s "$next/$file" ] || fail "the result has no $file; log: $log"
  done
  "$next/bin/native-image" --version
}

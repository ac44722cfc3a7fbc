# The native code that images are linked with: the JDK's, and what the builder expects beside it.

libraries_of() { echo "$1/lib/svm/clibraries/linux-amd64"; }

build_static_libraries() {
  make -s -j "$(nproc)" -f "$toolchain/static-libraries.mk" all \
    JDK="$jdk" JDK_VERSION="$jdk_version" SOURCE="$work/source" WORK="$work/jdk" OUT="$(libraries_of "$next")"
}

build_own_libraries() {
  make -s -j "$(nproc)" -f "$toolchain/own-libraries.mk" all \
    JDK="$jdk" C="$toolchain/c" WORK="$work/own" OUT="$(libraries_of "$next")" BUILDER="$next/lib/svm/builder/lib"
}

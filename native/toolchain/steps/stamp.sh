# Whether what is there was assembled from what would be used now.

stamp=caravel-toolchain.sha256

digest_of_inputs() {
  (
    cd "$toolchain"
    {
      cat "$jdk/release"
      find assemble versions.sh pom.xml steps c driver ./*.mk -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum | cut -d ' ' -f 1
  )
}

is_assembled() {
  [ -x "$out/bin/native-image" ] && [ "$(cat "$out/$stamp" 2>/dev/null)" = "$digest" ]
}

# Sourced by what is here.

# make_pki DIRECTORY PASSWORD: an authority, a server's and an administrator's certificate, and what Java clients read.

# certificate NAME CN ORGANIZATION, signed by the authority in the present directory
certificate() {
  openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/${3:+O=$3/}CN=$2" 2>/dev/null
  printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -out "$1.crt" -days 30 -extfile "$1.ext" 2>/dev/null
}

make_pki() {
  mkdir -p "$1"
  (
    cd "$1"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 30 -subj /CN=bench 2>/dev/null
    openssl genrsa -out sa.key 2048 2>/dev/null
    openssl rsa -in sa.key -pubout -out sa.pub 2>/dev/null
    certificate server kube-apiserver ''
    certificate admin admin system:masters
    openssl pkcs12 -export -in admin.crt -inkey admin.key -out keys.p12 -passout pass:"$2"
    "$JAVA_HOME/bin/keytool" -importcert -noprompt -alias ca -file ca.crt -keystore authorities.p12 -storetype PKCS12 \
      -storepass "$2" >/dev/null 2>&1
  )
}

# find_java: sets JAVA_HOME to a JDK 25, if nobody has.
find_java() {
  [ -z "${JAVA_HOME:-}" ] || return 0
  for JAVA_HOME in /usr/lib/jvm/*25* "${XDG_CACHE_HOME:-$HOME/.cache}"/caravel/jdk/usr/lib/jvm/*25*; do
    [ ! -x "$JAVA_HOME/bin/java" ] || break
  done
  export JAVA_HOME
}

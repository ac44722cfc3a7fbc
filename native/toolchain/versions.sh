# What the toolchain is made of. The builder's version is in pom.xml, because Maven fetches it.

# The Java that images are built with and for.
java_feature=25

# The JDK's sources as Debian trixie has them, and the checksum that trixie's signed index gives. Another 25.0.x is looked
# up in the index; this one needs no index, and so no more than one request.
source_version=25.0.3+9
source_sha256=2dd6c441b49705480db1ebfcd03f43d5dcb7f1d4290e98c1fa6eeefae50cfa07

# Where newer sources are looked for, in this order.
debian_suites="trixie sid"

# For the downloads, the objects, and a copy of the JDK if it cannot be linked.
needed_megabytes=3000

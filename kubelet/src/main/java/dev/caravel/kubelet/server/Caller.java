package dev.caravel.kubelet.server;

import java.util.List;
import java.util.Map;

/** Who makes a request. */
record Caller(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    static final Caller ANONYMOUS = new Caller("system:anonymous", "", List.of("system:unauthenticated"), Map.of());
}

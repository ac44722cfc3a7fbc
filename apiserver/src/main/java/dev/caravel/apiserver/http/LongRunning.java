package dev.caravel.apiserver.http;

import java.util.Set;

/** Requests that last as long as their clients like; no time limit is for them. Pure. */
public final class LongRunning {
    private static final Set<String> VERBS = Set.of("watch", "proxy");
    private static final Set<String> SUBRESOURCES = Set.of("attach", "exec", "proxy", "log", "portforward");

    private LongRunning() {}

    public static boolean is(RequestInfo info) {
        return VERBS.contains(info.verb()) || info.isResourceRequest() && SUBRESOURCES.contains(info.subresource());
    }
}

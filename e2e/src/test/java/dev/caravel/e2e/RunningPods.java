package dev.caravel.e2e;

import dev.caravel.e2e.SharedCluster.Scope;

/** Pods that tests of clients have something to do with. */
final class RunningPods {
    private RunningPods() {}

    /** {@code idle} does nothing, and ends at once when it is told to. */
    static void idle(Scope scope) {
        run(scope, "idle", "trap exit TERM; sleep 3600 & wait");
    }

    /** {@code counter} says another line every second. */
    static void counting(Scope scope) {
        run(scope, "counter", "trap exit TERM; i=0; while :; do echo line $i; i=$((i+1)); sleep 1; done");
    }

    private static void run(Scope scope, String name, String script) {
        scope.kubectl("run", name, "--image=busybox:1.35", "--", "sh", "-c", script)
                .orFail();
        scope.kubectl("wait", "--for=condition=Ready", "pod/" + name, "--timeout=90s")
                .orFail();
    }
}

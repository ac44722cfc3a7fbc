package dev.caravel.machinery.serving;

import java.util.List;
import java.util.Set;

/** The answer of a health endpoint, in upstream's text form: {@code ok}, or one line per check. */
public record HealthReport(boolean healthy, String body) {

    /**
     * @param endpoint the path's name, for example {@code readyz}
     * @param excluded names of checks to pass over ({@code ?exclude=})
     */
    public static HealthReport of(String endpoint, List<HealthCheck> checks, boolean verbose, Set<String> excluded) {
        StringBuilder lines = new StringBuilder();
        boolean healthy = true;
        for (HealthCheck check : checks) {
            if (excluded.contains(check.name())) {
                lines.append("[+]").append(check.name()).append(" excluded: ok\n");
                continue;
            }
            if (check.failure().isPresent()) {
                healthy = false;
                lines.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            } else {
                lines.append("[+]").append(check.name()).append(" ok\n");
            }
        }
        if (!healthy) {
            return new HealthReport(false, lines + endpoint + " check failed\n");
        }
        return new HealthReport(true, verbose ? lines + endpoint + " check passed\n" : "ok");
    }
}

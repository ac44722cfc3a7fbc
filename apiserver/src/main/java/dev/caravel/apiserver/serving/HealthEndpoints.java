package dev.caravel.apiserver.serving;

import dev.caravel.machinery.serving.HealthCheck;
import dev.caravel.machinery.serving.HealthReport;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /healthz}, {@code /livez}, {@code /readyz}, and each of their checks as a path of its own. Thread-safe. */
public final class HealthEndpoints {
    private final Map<String, List<HealthCheck>> checks;

    public HealthEndpoints(List<HealthCheck> healthz, List<HealthCheck> livez, List<HealthCheck> readyz) {
        checks = new LinkedHashMap<>();
        checks.put("healthz", List.copyOf(healthz));
        checks.put("livez", List.copyOf(livez));
        checks.put("readyz", List.copyOf(readyz));
    }

    Optional<PlainAnswer> answer(String path, MultiMap query) {
        String[] parts = path.substring(1).split("/", 2);
        List<HealthCheck> of = checks.get(parts[0]);
        if (of == null) {
            return Optional.empty();
        }
        if (parts.length == 2) {
            return Optional.of(of.stream()
                    .filter(check -> check.name().equals(parts[1]))
                    .findFirst()
                    .map(HealthEndpoints::one)
                    .orElseGet(PlainAnswer::notFound));
        }
        HealthReport report =
                HealthReport.of(parts[0], of, query.contains("verbose"), Set.copyOf(query.getAll("exclude")));
        return Optional.of(PlainAnswer.text(report.healthy() ? 200 : 500, report.body()));
    }

    private static PlainAnswer one(HealthCheck check) {
        return check.failure()
                .map(reason -> PlainAnswer.text(500, "internal server error: " + reason + "\n"))
                .orElseGet(() -> PlainAnswer.text(200, "ok"));
    }

    List<String> paths() {
        List<String> paths = new ArrayList<>();
        checks.forEach((endpoint, of) -> of.forEach(check -> paths.add("/" + endpoint + "/" + check.name())));
        return paths;
    }
}

package dev.caravel.apiserver.patch.apply;

import dev.caravel.apiserver.status.ApiException;
import dev.caravel.apiserver.status.Status;
import dev.caravel.apiserver.status.Status.Cause;
import dev.caravel.apiserver.status.Status.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A field that an apply would change and that someone else manages.
 *
 * @param manager as messages name it
 */
record Conflict(String manager, List<PathElement> path) {
    private String field() {
        return path.stream().map(PathElement::display).collect(Collectors.joining());
    }

    static ApiException refusal(List<Conflict> conflicts) {
        List<Cause> causes = conflicts.stream()
                .map(conflict ->
                        new Cause("FieldManagerConflict", "conflict with " + conflict.manager(), conflict.field()))
                .toList();
        return new ApiException(
                new Status(409, "Conflict", message(conflicts), Optional.of(new Details("", "", "", "", causes, 0))));
    }

    private static String message(List<Conflict> conflicts) {
        if (conflicts.size() == 1) {
            Conflict only = conflicts.getFirst();
            return "Apply failed with 1 conflict: conflict with %s: %s".formatted(only.manager(), only.field());
        }
        Map<String, List<String>> byManager = new TreeMap<>();
        conflicts.forEach(conflict -> byManager
                .computeIfAbsent(conflict.manager(), _ -> new ArrayList<>())
                .add(conflict.field()));
        List<String> lines = new ArrayList<>();
        byManager.forEach((manager, fields) -> {
            lines.add("conflicts with " + manager + ":");
            fields.forEach(field -> lines.add("- " + field));
        });
        return "Apply failed with %d conflicts: %s".formatted(conflicts.size(), String.join("\n", lines));
    }
}

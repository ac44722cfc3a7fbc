package dev.caravel.apiserver.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The simple paths that printer columns of CustomResourceDefinitions have: {@code .status.conditions[?(@.type=="Ready")].status},
 * {@code .spec.ports[0].name}, {@code .metadata.labels['a\.b']}. Immutable and thread-safe.
 */
final class JsonPath {
    private static final Pattern STEP =
            Pattern.compile("\\.?\\[\\?\\(@\\.?(?<left>[^=!<>)]*?)\\s*(?:(?<operator>==|!=)\\s*"
                    + "(?<right>\"[^\"]*\"|'[^']*'|[^)]*?)\\s*)?\\)\\]"
                    + "|\\.?\\[(?<index>-?\\d+)\\]"
                    + "|\\.?\\[(?<all>\\*)\\]|\\.(?<every>\\*)"
                    + "|\\.?\\[(?:'(?<single>[^']*)'|\"(?<double>[^\"]*)\")\\]"
                    + "|\\.(?<name>(?:\\\\.|[^.\\[\\\\]++)++)");

    private final List<Function<JsonNode, Stream<JsonNode>>> steps;

    private JsonPath(List<Function<JsonNode, Stream<JsonNode>>> steps) {
        this.steps = steps;
    }

    /** Empty when the text is no such path. */
    static Optional<JsonPath> parse(String text) {
        String path = text.startsWith("$") ? text.substring(1) : text;
        List<Function<JsonNode, Stream<JsonNode>>> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 0;
        while (at < path.length()) {
            matcher.region(at, path.length());
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            Optional<Function<JsonNode, Stream<JsonNode>>> step = step(matcher);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            steps.add(step.get());
            at = matcher.end();
        }
        return Optional.of(new JsonPath(List.copyOf(steps)));
    }

    private static Optional<Function<JsonNode, Stream<JsonNode>>> step(Matcher matcher) {
        if (matcher.group("index") != null) {
            return index(matcher.group("index"));
        }
        if (matcher.group("all") != null || matcher.group("every") != null) {
            return Optional.of(JsonNode::valueStream);
        }
        if (matcher.group("left") != null) {
            return filter(matcher);
        }
        String name = Stream.of("single", "double", "name")
                .map(matcher::group)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .replaceAll("\\\\(.)", "$1");
        return Optional.of(node -> present(node.path(name)));
    }

    private static Optional<Function<JsonNode, Stream<JsonNode>>> index(String text) {
        try {
            int index = Integer.parseInt(text);
            return Optional.of(node -> present(node.path(index < 0 ? node.size() + index : index)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Function<JsonNode, Stream<JsonNode>>> filter(Matcher matcher) {
        String left = matcher.group("left").strip();
        String operator = matcher.group("operator");
        String right = operator == null ? "" : unquoted(matcher.group("right").strip());
        return parse(left.isEmpty() || left.startsWith("[") ? left : "." + left)
                .map(path -> node -> node.valueStream().filter(element -> {
                    List<JsonNode> found = path.find(element).toList();
                    return operator == null
                            ? !found.isEmpty()
                            : found.stream().anyMatch(value -> value.asText().equals(right)) == operator.equals("==");
                }));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static Stream<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Stream.empty() : Stream.of(node);
    }

    Stream<JsonNode> find(JsonNode root) {
        Stream<JsonNode> found = Stream.of(root);
        for (Function<JsonNode, Stream<JsonNode>> step : steps) {
            found = found.flatMap(step);
        }
        return found;
    }
}

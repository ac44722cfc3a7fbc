package dev.caravel.apiserver.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code Content-Type} as upstream does: RFC 9110, 8.3.1, and every parameter has to be one. Pure. */
final class MediaType {
    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~{}0-9A-Za-z]++";
    private static final Pattern TYPE = Pattern.compile("\\s*+(" + TOKEN + "(?:/" + TOKEN + ")?+)\\s*+");
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*+(" + TOKEN + ")\\s*+=\\s*+(" + TOKEN + "|\"(?:[^\"\\\\\\r\\n]|\\\\[^\\r\\n])*+\")\\s*+");

    private MediaType() {}

    /** The type without its parameters, in lower case; empty for what is none. */
    static Optional<String> parse(String header) {
        Matcher type = TYPE.matcher(header);
        if (!type.lookingAt()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header);
        int at = type.end();
        while (parameter.region(at, header.length()).lookingAt()) {
            String name = parameter.group(1).toLowerCase(Locale.ROOT);
            String before = parameters.putIfAbsent(name, parameter.group(2));
            if (before != null && !before.equals(parameter.group(2))) {
                return Optional.empty();
            }
            at = parameter.end();
        }
        String rest = header.substring(at).strip();
        return rest.isEmpty() || rest.equals(";")
                ? Optional.of(type.group(1).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}

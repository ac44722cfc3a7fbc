package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.global;
import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravel.apiserver.cel.values.Times;
import dev.caravel.apiserver.resource.validation.Formats;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code format.dns1123Label().validate(text)}: what is wrong with a text, or nothing. */
final class FormatFunctions {
    /** A named form of text. */
    record NamedFormat(String name, java.util.function.Function<String, List<String>> faults) {
        @Override
        public boolean equals(Object other) {
            return other instanceof NamedFormat format && format.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    private static final Type<NamedFormat> FORMAT = Type.opaque("kubernetes.NamedFormat", NamedFormat.class);
    private static final Pattern DNS_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Map<String, NamedFormat> FORMATS = formats();

    private FormatFunctions() {}

    static List<Function> all() {
        List<Function> functions = new ArrayList<>();
        FORMATS.forEach((name, format) -> functions.add(
                Function.of("format." + name, global("format." + name + "_format", FORMAT.declared(), _ -> format))));
        functions.add(Function.of(
                "format.named",
                global(
                        "format-named",
                        OptionalType.create(FORMAT.declared()),
                        STRING,
                        name -> Optional.ofNullable(FORMATS.get(name)))));
        functions.add(Function.of(
                "validate",
                member(
                        "format-validate",
                        OptionalType.create(ListType.create(SimpleType.STRING)),
                        FORMAT,
                        STRING,
                        FormatFunctions::validate)));
        return functions;
    }

    private static Object validate(NamedFormat format, String text) {
        List<String> faults = format.faults().apply(text);
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults);
    }

    private static Map<String, NamedFormat> formats() {
        Map<String, NamedFormat> formats = new LinkedHashMap<>();
        for (String name : List.of("dns1123Label", "dns1123Subdomain", "qualifiedName", "labelValue")) {
            add(formats, name, text -> faults(name, text));
        }
        add(formats, "dns1035Label", FormatFunctions::dns1035);
        add(formats, "dns1123LabelPrefix", text -> faults("dns1123Label", unmasked(text)));
        add(formats, "dns1123SubdomainPrefix", text -> faults("dns1123Subdomain", unmasked(text)));
        add(formats, "dns1035LabelPrefix", text -> dns1035(unmasked(text)));
        add(
                formats,
                "uri",
                text -> UrlFunctions.parse(text).isPresent()
                        ? List.of()
                        : List.of("parse \"" + text + "\": invalid URI for request"));
        add(
                formats,
                "uuid",
                text -> UUID.matcher(text).matches() ? List.of() : List.of("does not match the UUID format"));
        add(formats, "byte", text -> unless(() -> Base64.getDecoder().decode(text), "invalid base64"));
        add(
                formats,
                "date",
                text -> text.length() == 10
                        ? unless(() -> Times.timestamp(text), "invalid date")
                        : List.of("invalid date"));
        add(
                formats,
                "datetime",
                text -> text.length() > 10
                        ? unless(() -> Times.timestamp(text.replace(' ', 'T')), "invalid datetime")
                        : List.of("invalid datetime"));
        return formats;
    }

    private static void add(
            Map<String, NamedFormat> formats, String name, java.util.function.Function<String, List<String>> faults) {
        formats.put(name, new NamedFormat(name, faults));
    }

    private static List<String> faults(String format, String text) {
        return Formats.named(format).faults(TextNode.valueOf(text));
    }

    /** The last dash of a name to be generated from is covered by what follows it. */
    private static String unmasked(String prefix) {
        return prefix.length() > 1 && prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) + "a" : prefix;
    }

    private static List<String> dns1035(String text) {
        List<String> faults = new ArrayList<>();
        if (text.length() > 63) {
            faults.add("must be no more than 63 characters");
        }
        if (!DNS_1035.matcher(text).matches()) {
            faults.add(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character,"
                            + " and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '"
                            + DNS_1035 + "')");
        }
        return faults;
    }

    private static List<String> unless(Runnable parsed, String fault) {
        try {
            parsed.run();
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(fault);
        }
    }
}

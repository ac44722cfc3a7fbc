package dev.caravel.apiserver.resource.validation;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The formats of names and other texts, by the names that YAML calls them by. */
public final class Formats {
    private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private static final TextForm LABEL_PATTERN = TextForm.of(LABEL);
    private static final TextForm SUBDOMAIN_PATTERN = TextForm.of(SUBDOMAIN);
    private static final TextForm UNDERSCORES_PATTERN =
            TextForm.of("_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*");
    private static final TextForm QUALIFIED_PATTERN = TextForm.of(QUALIFIED);
    private static final TextForm DNS_1035_PATTERN = TextForm.of("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final TextForm CONFIG_KEY_PATTERN = TextForm.of("[-._a-zA-Z0-9]+");
    private static final TextForm PORT_NAME_PATTERN = TextForm.of("[-a-z0-9]+");
    private static final TextForm DOMAIN_PATH_PATTERN = TextForm.of("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+");

    private static final TextForm ISCSI_PATTERN = TextForm.of(
            "iqn\\.\\d{4}-\\d{2}\\.([a-zA-Z0-9.-]+)(:[^,;*&$|\\s]+)|eui\\.[0-9a-fA-F]{16}|naa\\.[0-9a-fA-F]{32}");

    private static final Map<String, Format> BY_NAME = Map.ofEntries(
            entry("dns1123Label", text(Formats::dns1123Label)),
            entry("dns1123Subdomain", text(Formats::dns1123Subdomain)),
            entry("qualifiedName", text(Formats::qualifiedName)),
            entry("labelValue", text(Formats::labelValue)),
            entry("configMapKey", text(Formats::configMapKey)),
            entry("environmentName", text(Formats::environmentName)),
            entry("portName", text(Formats::portName)),
            entry("portNumberOrName", Formats::portNumberOrName),
            entry("pathSegment", text(Formats::pathSegment)),
            entry("absolutePath", text(Formats::absolutePath)),
            entry("iscsiName", text(Formats::iscsiName)),
            entry("qualifiedNameAnyCase", text(value -> qualifiedName(value.toLowerCase(Locale.ROOT)))),
            entry("relativePath", text(Formats::relativePath)),
            entry("hostName", text(NetworkRules::hostName)),
            entry("withoutBacksteps", text(Formats::withoutBacksteps)),
            entry("localPath", text(Formats::localPath)),
            entry("domainPrefixedPath", text(Formats::domainPrefixedPath)),
            entry("dns1123SubdomainAnyCase", text(value -> dns1123Subdomain(value.toLowerCase(Locale.ROOT)))),
            entry("ipAddress", text(IpFormats::address)),
            entry("strictIpAddress", text(IpFormats::strictAddress)),
            entry("endpointAddress", text(IpFormats::endpointAddress)),
            entry("cidr", text(IpFormats::range)));

    private Formats() {}

    public static Format named(String name) {
        var format = BY_NAME.get(name);
        if (format == null) {
            throw new IllegalArgumentException("no format is named " + name);
        }
        return format;
    }

    private static Format text(Function<String, List<String>> faults) {
        return value -> faults.apply(value.asText());
    }

    public static List<String> dns1123Label(String value) {
        var dots = SUBDOMAIN_PATTERN.matches(value);
        return checked(
                value,
                63,
                LABEL_PATTERN,
                dots
                        ? "must not contain dots"
                        : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start"
                                + " and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                                + " validation is '"
                                + LABEL + "')");
    }

    public static List<String> dns1035Label(String value) {
        return checked(
                value,
                63,
                DNS_1035_PATTERN,
                "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character,"
                        + " and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is"
                        + " '" + DNS_1035_PATTERN + "')");
    }

    public static List<String> dns1123Subdomain(String value) {
        return checked(
                value,
                253,
                SUBDOMAIN_PATTERN,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                        + " validation is '"
                        + SUBDOMAIN
                        + "')");
    }

    /** As resolvers take it, beyond what names of hosts may be. */
    static List<String> subdomainWithUnderscores(String value) {
        return checked(
                value,
                253,
                UNDERSCORES_PATTERN,
                "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and"
                        + " must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                        + " validation is '" + UNDERSCORES_PATTERN + "')");
    }

    /** {@code prefix/name}, the prefix a DNS subdomain that may be left out. */
    public static List<String> qualifiedName(String value) {
        var faults = new ArrayList<String>();
        var parts = value.split("/", -1);
        if (parts.length > 2) {
            return List.of(
                    "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                            + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used"
                            + " for validation is '"
                            + QUALIFIED
                            + "') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
        }
        var name = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                faults.add("prefix part must be non-empty");
            } else {
                dns1123Subdomain(parts[0]).forEach(fault -> faults.add("prefix part " + fault));
            }
        }
        if (name.isEmpty()) {
            faults.add("name part must be non-empty");
        } else if (name.length() > 63) {
            faults.add("name part must be no more than 63 bytes");
        }
        if (!QUALIFIED_PATTERN.matches(name)) {
            faults.add("name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with"
                    + " an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
                    + " validation is '"
                    + QUALIFIED + "')");
        }
        return faults;
    }

    public static List<String> labelValue(String value) {
        var faults = new ArrayList<String>();
        if (value.length() > 63) {
            faults.add("must be no more than 63 bytes");
        }
        if (!value.isEmpty() && !QUALIFIED_PATTERN.matches(value)) {
            faults.add(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and"
                            + " must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or"
                            + " '12345', regex used for validation is '(" + QUALIFIED + ")?')");
        }
        return faults;
    }

    static List<String> configMapKey(String value) {
        var faults = new ArrayList<String>();
        if (value.length() > 253) {
            faults.add("must be no more than 253 characters");
        }
        if (!CONFIG_KEY_PATTERN.matches(value)) {
            faults.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or"
                            + " 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        } else if (value.equals(".")) {
            faults.add("must not be '.'");
        } else if (value.equals("..")) {
            faults.add("must not be '..'");
        } else if (value.startsWith("..")) {
            faults.add("must not start with '..'");
        }
        return faults;
    }

    static List<String> environmentName(String value) {
        var printable = !value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=');
        return printable
                ? List.of()
                : List.of("a valid environment variable name must consist only of printable ASCII characters other than"
                        + " '='");
    }

    static List<String> portName(String value) {
        var faults = new ArrayList<String>();
        if (value.length() > 15) {
            faults.add("must be no more than 15 characters");
        }
        if (!PORT_NAME_PATTERN.matches(value)) {
            faults.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        }
        if (value.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
            faults.add("must contain at least one letter (a-z)");
        }
        if (value.contains("--")) {
            faults.add("must not contain consecutive hyphens");
        }
        if (value.startsWith("-") || value.endsWith("-")) {
            faults.add("must not begin or end with a hyphen");
        }
        return faults;
    }

    private static List<String> portNumberOrName(JsonNode value) {
        if (!value.isNumber()) {
            return portName(value.asText());
        }
        var port = value.asLong();
        return port < 1 || port > 65535 ? List.of("must be between 1 and 65535, inclusive") : List.of();
    }

    public static List<String> pathSegment(String value) {
        if (value.equals(".") || value.equals("..")) {
            return List.of("may not be '" + value + "'");
        }
        var faults = new ArrayList<String>();
        for (var forbidden : List.of("/", "%")) {
            if (value.contains(forbidden)) {
                faults.add("may not contain '" + forbidden + "'");
            }
        }
        return faults;
    }

    private static List<String> absolutePath(String value) {
        return value.startsWith("/") ? List.of() : List.of("must be an absolute path");
    }

    /** RFC 3720, RFC 3980. */
    private static List<String> iscsiName(String value) {
        if (!value.startsWith("iqn") && !value.startsWith("eui") && !value.startsWith("naa")) {
            return List.of("must be valid format starting with iqn, eui, or naa");
        }
        return ISCSI_PATTERN.matches(value) ? List.of() : List.of("must be valid format");
    }

    /** A path inside a volume. */
    private static List<String> relativePath(String value) {
        if (value.startsWith("/")) {
            return List.of("must be a relative path");
        }
        return withoutBacksteps(value);
    }

    private static List<String> withoutBacksteps(String value) {
        return List.of(value.split("/")).contains("..") ? List.of("must not contain '..'") : List.of();
    }

    /** A relative path whose first part is nobody else's: the kubelet keeps what starts with two dots for itself. */
    static List<String> localPath(String value) {
        var faults = new ArrayList<>(relativePath(value));
        if (value.startsWith("..") && !value.startsWith("../")) {
            faults.add("must not start with '..'");
        }
        return faults;
    }

    private static List<String> domainPrefixedPath(String value) {
        var slash = value.indexOf('/');
        if (slash <= 0 || slash == value.length() - 1) {
            return List.of("must be a domain-prefixed path (such as \"acme.io/foo\")");
        }
        var faults = new ArrayList<>(dns1123Subdomain(value.substring(0, slash)));
        if (!DOMAIN_PATH_PATTERN.matches(value.substring(slash + 1))) {
            faults.add("Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')");
        }
        return faults;
    }

    private static List<String> checked(String value, int length, TextForm form, String message) {
        var faults = new ArrayList<String>();
        if (value.length() > length) {
            faults.add("must be no more than " + length + " characters");
        }
        if (!form.matches(value)) {
            faults.add(message);
        }
        return faults;
    }
}

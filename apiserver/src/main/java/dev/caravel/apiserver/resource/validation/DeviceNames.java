package dev.caravel.apiserver.resource.validation;

import dev.caravel.apiserver.resource.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** What attributes and capacities of devices are called, and resources that stand for them. */
final class DeviceNames {
    private static final int DOMAIN_LENGTH = 63;
    private static final int IDENTIFIER_LENGTH = 32;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String NO_IDENTIFIER =
            "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric"
                    + " characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is"
                    + " '[A-Za-z_][A-Za-z0-9_]*')";

    private DeviceNames() {}

    /** {@code model}, or {@code driver.example.com/model}. */
    static void qualified(String name, String path, List<FieldError> errors) {
        var parts = name.split("/", -1);
        if (parts.length == 1) {
            identifier(parts[0], path, errors);
        } else if (parts.length == 2) {
            if (parts[0].isEmpty()) {
                errors.add(FieldError.invalid(path, "\"\"", "the domain must not be empty"));
            } else {
                domain(parts[0], path, errors);
            }
            if (parts[1].isEmpty()) {
                errors.add(FieldError.invalid(path, "\"\"", "the name must not be empty"));
            } else {
                identifier(parts[1], path, errors);
            }
        }
    }

    private static void domain(String domain, String path, List<FieldError> errors) {
        if (length(domain) > DOMAIN_LENGTH) {
            errors.add(FieldError.tooLong(path, DOMAIN_LENGTH));
        }
        Formats.dns1123Subdomain(domain)
                .forEach(fault -> errors.add(FieldError.invalid(path, Values.quote(domain), fault)));
    }

    private static void identifier(String name, String path, List<FieldError> errors) {
        if (length(name) > IDENTIFIER_LENGTH) {
            errors.add(FieldError.tooLong(path, IDENTIFIER_LENGTH));
        }
        if (!IDENTIFIER.matcher(name).matches()) {
            errors.add(FieldError.invalid(path, Values.quote(name), NO_IDENTIFIER));
        }
    }

    /** A resource with a domain that is not Kubernetes' own. */
    static boolean isExtendedResource(String name) {
        return name.contains("/")
                && !name.contains("kubernetes.io/")
                && !name.startsWith("requests.")
                && Formats.qualifiedName("requests." + name).isEmpty();
    }

    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

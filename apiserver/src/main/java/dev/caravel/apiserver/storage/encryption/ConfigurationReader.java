package dev.caravel.apiserver.storage.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.resource.FieldError;
import dev.caravel.apiserver.resource.FieldPath;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Key;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Keyed;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Plain;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Provider;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Rule;
import dev.caravel.apiserver.storage.encryption.EncryptionConfiguration.Scheme;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts of an {@link EncryptionConfiguration}, and tells of all that is wrong with it in upstream's words. */
final class ConfigurationReader {
    private static final Set<String> NOT_SERVED =
            Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations");
    private static final Set<String> PROVIDERS = Set.of("aesgcm", "aescbc", "secretbox", "identity", "kms");
    private static final GroupResource EVERYTHING = new GroupResource("*", "*");
    private static final List<Integer> AES_SIZES = List.of(16, 24, 32);
    private static final List<Integer> SECRETBOX_SIZES = List.of(32);

    private final List<FieldError> errors;
    private final List<String> unknown;
    private final KmsReader kms;

    /** @param unknown where fields are told of that there are not */
    ConfigurationReader(List<FieldError> errors, List<String> unknown) {
        this.errors = errors;
        this.unknown = unknown;
        this.kms = new KmsReader(errors);
    }

    List<Rule> read(JsonNode file) {
        requireKnown(file, "", Set.of("apiVersion", "kind", "resources"));
        List<Rule> rules = rules(file.path("resources"));
        maskedResource(rules).ifPresent(detail -> errors.add(FieldError.invalid("resources", "\"\"", detail)));
        return rules;
    }

    /** A rule that would never be asked for its resource, because an earlier one with a wildcard is. */
    private static Optional<String> maskedResource(List<Rule> rules) {
        Set<GroupResource> before = new HashSet<>();
        for (Rule rule : rules) {
            for (String name : rule.resources()) {
                GroupResource resource = parse(name);
                for (GroupResource wide : List.of(new GroupResource(resource.group(), "*"), EVERYTHING)) {
                    if (before.contains(wide)) {
                        return Optional.of(
                                "resource \"%s\" is masked by earlier rule \"%s\"".formatted(name, inFile(wide)));
                    }
                }
            }
            rule.resources().forEach(name -> before.add(parse(name)));
        }
        return Optional.empty();
    }

    private static String inFile(GroupResource resource) {
        return resource.resource() + "." + resource.group();
    }

    private void requireKnown(JsonNode object, String path, Set<String> fields) {
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                unknown.add("unknown field \"%s\"".formatted(path.isEmpty() ? name : path + "." + name));
            }
        });
    }

    private List<Rule> rules(JsonNode list) {
        requireOne(list, "resources", "resources");
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String path = FieldPath.index("resources", i);
            requireKnown(list.get(i), path, Set.of("resources", "providers"));
            rules.add(new Rule(
                    resources(list.get(i).path("resources"), FieldPath.child(path, "resources")),
                    providers(list.get(i).path("providers"), FieldPath.child(path, "providers"))));
        }
        return rules;
    }

    private List<String> resources(JsonNode list, String path) {
        requireOne(list, path, path);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String name = list.get(i).asText();
            String at = FieldPath.index(path, i);
            fault(name).ifPresent(detail -> errors.add(FieldError.invalid(at, quoted(name), detail)));
            names.add(name);
        }
        overlaps(names, path);
        return names;
    }

    private static Optional<String> fault(String name) {
        GroupResource parsed = parse(name);
        if (name.chars().anyMatch(Character::isUpperCase)) {
            return Optional.of("resource name should not contain capital letters");
        }
        if (name.equals("*")) {
            return Optional.of(
                    "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources");
        }
        if (NOT_SERVED.contains(name)) {
            return Optional.of("resources which do not have REST API/s cannot be encrypted");
        }
        if (parsed.group().equals("events.k8s.io")) {
            return Optional.of("'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events'"
                    + " instead in the config file");
        }
        if (parsed.group().equals("extensions")) {
            return Optional.of("'extensions' group has been removed and cannot be used for encryption");
        }
        if (parsed.group().equals("*") && !parsed.resource().equals("*")) {
            return Optional.of("encrypting the same resource across groups is not supported");
        }
        return Optional.empty();
    }

    private void overlaps(List<String> names, String path) {
        List<GroupResource> parsed =
                names.stream().map(ConfigurationReader::parse).toList();
        if (new HashSet<>(parsed).size() < parsed.size()) {
            errors.add(
                    FieldError.invalid(path, names.toString(), "the same resource cannot be specified multiple times"));
        }
        boolean masked = parsed.stream()
                .anyMatch(wide -> wide.resource().equals("*")
                        && parsed.stream()
                                .anyMatch(other -> !other.equals(wide)
                                        && (wide.group().equals("*")
                                                || wide.group().equals(other.group()))));
        if (masked) {
            errors.add(FieldError.invalid(
                    path,
                    names.toString(),
                    "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as"
                            + " they will be masked"));
        }
    }

    /** {@code deployments.apps}: the resource before the first dot, the group behind it. */
    static GroupResource parse(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new GroupResource("", name)
                : new GroupResource(name.substring(dot + 1), name.substring(0, dot));
    }

    private List<Provider> providers(JsonNode list, String path) {
        requireOne(list, path, path);
        List<Provider> providers = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            provider(list.get(i), FieldPath.index(path, i)).ifPresent(providers::add);
        }
        return providers;
    }

    private Optional<Provider> provider(JsonNode json, String path) {
        requireKnown(json, path, PROVIDERS);
        if (json.size() > 1) {
            errors.add(FieldError.invalid(
                    path,
                    names(json),
                    "more than one provider specified in a single element, should split into different list elements"));
            return Optional.empty();
        }
        if (json.has("identity")) {
            return Optional.of(new Plain());
        }
        if (json.has("kms")) {
            String at = FieldPath.child(path, "kms");
            requireKnown(json.get("kms"), at, KmsReader.FIELDS);
            return kms.read(json.get("kms"), at);
        }
        for (Scheme scheme : Scheme.values()) {
            if (json.has(scheme.field())) {
                String at = FieldPath.child(FieldPath.child(path, scheme.field()), "keys");
                requireKnown(json.path(scheme.field()), FieldPath.child(path, scheme.field()), Set.of("keys"));
                return Optional.of(
                        new Keyed(scheme, keys(json.path(scheme.field()).path("keys"), at, sizes(scheme))));
            }
        }
        errors.add(FieldError.invalid(
                path,
                names(json),
                "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity"));
        return Optional.empty();
    }

    private static List<Integer> sizes(Scheme scheme) {
        return switch (scheme) {
            case AESGCM, AESCBC -> AES_SIZES;
            case SECRETBOX -> SECRETBOX_SIZES;
        };
    }

    private List<Key> keys(JsonNode list, String path, List<Integer> sizes) {
        requireOne(list, path, "keys");
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String at = FieldPath.index(path, i);
            requireKnown(list.get(i), at, Set.of("name", "secret"));
            String name = list.get(i).path("name").asText();
            if (name.isEmpty()) {
                errors.add(FieldError.required(FieldPath.child(at, "name"), "name is a mandatory field for a key"));
            }
            keys.add(new Key(name, secret(list.get(i).path("secret").asText(), FieldPath.child(at, "secret"), sizes)));
        }
        return keys;
    }

    private byte[] secret(String text, String path, List<Integer> sizes) {
        if (text.isEmpty()) {
            errors.add(FieldError.required(path, "secret is a mandatory field for a key"));
            return new byte[0];
        }
        try {
            byte[] secret = Base64.getDecoder().decode(text);
            if (!sizes.contains(secret.length)) {
                String wanted = sizes.toString().replace(",", "");
                errors.add(FieldError.invalid(
                        path,
                        quoted("REDACTED"),
                        "secret is not of the expected length, got %d, expected one of %s"
                                .formatted(secret.length, wanted)));
            }
            return secret;
        } catch (IllegalArgumentException e) {
            errors.add(FieldError.invalid(path, quoted("REDACTED"), "secrets must be base64 encoded"));
            return new byte[0];
        }
    }

    private void requireOne(JsonNode list, String path, String what) {
        if (list.isEmpty()) {
            errors.add(FieldError.required(path, "at least one " + what + " is required"));
        }
    }

    private static String names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}

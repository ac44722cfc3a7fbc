package dev.caravel.apiserver.authentication.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Anonymous;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimMappings;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.ClaimRule;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Extra;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Issuer;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Jwt;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.Mapping;
import dev.caravel.apiserver.authentication.config.AuthenticationConfiguration.UserRule;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Reads an {@code AuthenticationConfiguration} in YAML or JSON; what is not known in it is an error. Pure. */
public final class ConfigurationReader {
    private static final String GROUP = "apiserver.config.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1", GROUP + "v1alpha1");
    private static final String KIND = "AuthenticationConfiguration";

    private ConfigurationReader() {}

    /** @throws IllegalArgumentException saying what is wrong with the form; what it says is not checked */
    public static AuthenticationConfiguration read(byte[] content) {
        if (content.length == 0) {
            throw new IllegalArgumentException("empty config data");
        }
        JsonNode file = parse(content);
        String kind = file.path("kind").asText();
        String version = file.path("apiVersion").asText();
        if (kind.isEmpty() || version.isEmpty()) {
            throw new IllegalArgumentException(
                    "Object '%s' is missing".formatted(kind.isEmpty() ? "Kind" : "apiVersion"));
        }
        if (!VERSIONS.contains(version) || !kind.equals(KIND)) {
            throw new IllegalArgumentException(
                    "no kind \"%s\" is registered for version \"%s\"".formatted(kind, version));
        }
        StrictFields top = StrictFields.of(file, "", "kind", "apiVersion", "jwt", "anonymous");
        return new AuthenticationConfiguration(
                top.objects(
                        "jwt",
                        ConfigurationReader::jwt,
                        "issuer",
                        "claimValidationRules",
                        "claimMappings",
                        "userValidationRules"),
                top.has("anonymous")
                        ? Optional.of(anonymous(top.object("anonymous", "enabled", "conditions")))
                        : Optional.empty());
    }

    private static JsonNode parse(byte[] content) {
        try {
            JsonNode file = new YAMLMapper(YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .readTree(content);
            if (file == null || !file.isObject()) {
                throw new IllegalArgumentException("couldn't get version/kind; json parse error: it is no object");
            }
            return file;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("yaml: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Anonymous anonymous(StrictFields fields) {
        return new Anonymous(
                fields.flag("enabled"), fields.objects("conditions", condition -> condition.text("path"), "path"));
    }

    private static Jwt jwt(StrictFields fields) {
        return new Jwt(
                issuer(fields.object(
                        "issuer",
                        "url",
                        "discoveryURL",
                        "certificateAuthority",
                        "audiences",
                        "audienceMatchPolicy",
                        "egressSelectorType")),
                fields.objects(
                        "claimValidationRules",
                        rule -> new ClaimRule(
                                rule.text("claim"),
                                rule.text("requiredValue"),
                                rule.text("expression"),
                                rule.text("message")),
                        "claim",
                        "requiredValue",
                        "expression",
                        "message"),
                mappings(fields.object("claimMappings", "username", "groups", "uid", "extra")),
                fields.objects(
                        "userValidationRules",
                        rule -> new UserRule(rule.text("expression"), rule.text("message")),
                        "expression",
                        "message"));
    }

    private static Issuer issuer(StrictFields fields) {
        return new Issuer(
                fields.text("url"),
                fields.text("discoveryURL"),
                fields.text("certificateAuthority"),
                fields.texts("audiences"),
                fields.text("audienceMatchPolicy"),
                fields.text("egressSelectorType"));
    }

    private static ClaimMappings mappings(StrictFields fields) {
        return new ClaimMappings(
                mapping(fields.object("username", "claim", "prefix", "expression")),
                mapping(fields.object("groups", "claim", "prefix", "expression")),
                mapping(fields.object("uid", "claim", "expression")),
                fields.objects(
                        "extra",
                        extra -> new Extra(extra.text("key"), extra.text("valueExpression")),
                        "key",
                        "valueExpression"));
    }

    private static Mapping mapping(StrictFields fields) {
        return new Mapping(fields.text("claim"), fields.optionalText("prefix"), fields.text("expression"));
    }
}

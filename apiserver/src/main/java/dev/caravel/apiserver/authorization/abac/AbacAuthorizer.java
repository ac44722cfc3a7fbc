package dev.caravel.apiserver.authorization.abac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.authorization.RuleResolver;
import dev.caravel.apiserver.authorization.rbac.PolicyRule;
import dev.caravel.apiserver.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Allows what a line of a file allows: {@code --authorization-policy-file}. Immutable. */
public final class AbacAuthorizer implements Authorizer, RuleResolver {
    private static final String VERSION = "abac.authorization.kubernetes.io/v1beta1";
    private static final Decision ALLOWED = new Decision(Verdict.ALLOW, "");
    private static final Decision UNMATCHED = new Decision(Verdict.NO_OPINION, "No policy matched.");
    private static final List<String> READING = List.of("get", "list", "watch");

    private final List<AbacPolicy> policies;

    private AbacAuthorizer(List<AbacPolicy> policies) {
        this.policies = List.copyOf(policies);
    }

    /**
     * @param file of one JSON object a line; lines that are blank or begin with {@code #} are skipped
     * @throws IOException when the file, or a line of it, cannot be read
     */
    public static AbacAuthorizer read(Path file) throws IOException {
        List<AbacPolicy> policies = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                try {
                    policies.add(policy(JsonCodec.readObject(line.getBytes(StandardCharsets.UTF_8))));
                } catch (IOException e) {
                    throw new IOException(
                            "error reading policy file %s, line %d: %s: %s"
                                    .formatted(file, number, line, e.getMessage()),
                            e);
                }
            }
        }
        return new AbacAuthorizer(policies);
    }

    private static AbacPolicy policy(ObjectNode line) throws IOException {
        String version = line.path("apiVersion").asText();
        String kind = line.path("kind").asText();
        if (version.isEmpty() && kind.isEmpty()) {
            return AbacPolicy.unversioned(line);
        }
        if (!version.equals(VERSION) || !kind.equals("Policy")) {
            throw new IOException("no kind \"%s\" is registered for version \"%s\"".formatted(kind, version));
        }
        return AbacPolicy.of(line.path("spec"));
    }

    @Override
    public Decision authorize(Attributes asked) {
        return policies.stream().anyMatch(policy -> policy.allows(asked)) ? ALLOWED : UNMATCHED;
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        List<PolicyRule> rules = new ArrayList<>();
        for (AbacPolicy policy : policies) {
            if (policy.isOf(user) && policy.isIn(namespace)) {
                List<String> verbs = policy.readOnly() ? READING : List.of(PolicyRule.ALL);
                if (!policy.resource().isEmpty()) {
                    rules.add(new PolicyRule(
                            verbs, List.of(policy.apiGroup()), List.of(policy.resource()), List.of(), List.of()));
                }
                if (!policy.nonResourcePath().isEmpty()) {
                    rules.add(
                            new PolicyRule(verbs, List.of(), List.of(), List.of(), List.of(policy.nonResourcePath())));
                }
            }
        }
        return new Rules(rules, true, "");
    }
}

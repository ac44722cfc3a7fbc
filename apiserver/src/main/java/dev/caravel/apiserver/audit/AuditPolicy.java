package dev.caravel.apiserver.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.http.RequestInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code audit.k8s.io/v1 Policy}: of each request the first rule that matches says what is written down. Immutable. */
final class AuditPolicy {
    private static final Set<String> STAGES = Set.of("RequestReceived", "ResponseStarted", "ResponseComplete", "Panic");

    /** What is written down of one request. */
    record Decision(AuditLevel level, Set<String> omitStages, boolean omitManagedFields) {
        static final Decision NONE = new Decision(AuditLevel.NONE, Set.of(), false);
    }

    private record Rule(AuditRule matches, Decision decision) {}

    private final List<Rule> rules;

    private AuditPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** @throws IOException saying what is wrong with the file */
    static AuditPolicy read(Path file) throws IOException {
        try {
            return parse(new YAMLMapper().readTree(Files.readString(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException("loading audit policy file: " + file + ": " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static AuditPolicy parse(JsonNode policy) {
        if (!policy.path("kind").asText().equals("Policy")
                || !policy.path("apiVersion").asText().equals("audit.k8s.io/v1")) {
            throw new IllegalArgumentException("no kind \"%s\" is registered for version \"%s\""
                    .formatted(
                            policy.path("kind").asText(),
                            policy.path("apiVersion").asText()));
        }
        if (policy.path("rules").isEmpty()) {
            throw new IllegalArgumentException("loaded illegal policy with 0 rules");
        }
        Set<String> omitted = stages(policy.path("omitStages"), "omitStages");
        boolean omitManagedFields = policy.path("omitManagedFields").asBoolean();
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : policy.path("rules")) {
            String field = "rules[" + rules.size() + "]";
            Set<String> omit = new LinkedHashSet<>(omitted);
            omit.addAll(stages(rule.path("omitStages"), field + ".omitStages"));
            rules.add(new Rule(
                    AuditRule.of(rule, field),
                    new Decision(
                            level(rule, field),
                            Set.copyOf(omit),
                            rule.path("omitManagedFields").asBoolean(omitManagedFields))));
        }
        return new AuditPolicy(rules);
    }

    private static AuditLevel level(JsonNode rule, String field) {
        try {
            return AuditLevel.of(rule.path("level").asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ".level: " + e.getMessage(), e);
        }
    }

    private static Set<String> stages(JsonNode list, String field) {
        Set<String> stages = new LinkedHashSet<>();
        for (JsonNode stage : list) {
            if (!STAGES.contains(stage.asText())) {
                throw new IllegalArgumentException(
                        "%s: Invalid value: \"%s\": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic"
                                .formatted(field, stage.asText()));
            }
            stages.add(stage.asText());
        }
        return stages;
    }

    Decision decide(UserInfo user, RequestInfo info) {
        return rules.stream()
                .filter(rule -> rule.matches().test(user, info))
                .findFirst()
                .map(Rule::decision)
                .orElse(Decision.NONE);
    }
}

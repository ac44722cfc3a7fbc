package dev.caravel.apiserver.admission.plugins.podsecurity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Whom the standards do not bind. */
record Exemptions(Set<String> users, Set<String> namespaces, Set<String> runtimeClasses) {
    static Exemptions of(JsonNode exemptions) {
        return new Exemptions(
                set(exemptions.path("usernames")),
                set(exemptions.path("namespaces")),
                set(exemptions.path("runtimeClasses")));
    }

    private static Set<String> set(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean haveRuntimeClassOf(JudgedPod pod) {
        return runtimeClasses.contains(pod.spec().path("runtimeClassName").asText());
    }
}

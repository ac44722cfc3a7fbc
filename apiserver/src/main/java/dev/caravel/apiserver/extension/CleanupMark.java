package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.CrdConditions.Condition;
import java.time.Clock;
import java.util.function.Consumer;

/** What a CustomResourceDefinition gets when it is deleted: a finalizer, which keeps it until all custom resources are gone. */
public record CleanupMark(Clock clock) implements Consumer<ObjectNode> {
    static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    public CleanupMark {
        requireNonNull(clock, "clock is null");
    }

    @Override
    public void accept(ObjectNode definition) {
        definition.withObject("/metadata").withArray("finalizers").add(FINALIZER);
        CrdConditions.set(
                definition,
                new Condition(
                        CrdConditions.TERMINATING,
                        "True",
                        "InstanceDeletionPending",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"),
                clock.instant());
    }

    static boolean isOn(ObjectNode definition) {
        return definition.at("/metadata/finalizers").valueStream().anyMatch(finalizer -> finalizer
                .asText()
                .equals(FINALIZER));
    }

    static void removeFrom(ObjectNode definition) {
        ArrayNode finalizers = definition.withObject("/metadata").withArray("finalizers");
        for (int i = finalizers.size() - 1; i >= 0; i--) {
            if (finalizers.get(i).asText().equals(FINALIZER)) {
                finalizers.remove(i);
            }
        }
    }
}

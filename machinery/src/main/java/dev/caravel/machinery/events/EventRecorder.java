package dev.caravel.machinery.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;

/** Records what happened to an object as a core/v1 Event. Never blocks, never fails; thread-safe. */
@FunctionalInterface
public interface EventRecorder {
    void record(ObjectReference regarding, EventType type, String reason, String message);

    default void normal(HasMetadata regarding, String reason, String message) {
        record(referenceTo(regarding), EventType.NORMAL, reason, message);
    }

    default void warning(HasMetadata regarding, String reason, String message) {
        record(referenceTo(regarding), EventType.WARNING, reason, message);
    }

    static ObjectReference referenceTo(HasMetadata object) {
        return new ObjectReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withResourceVersion(object.getMetadata().getResourceVersion())
                .build();
    }
}

package dev.caravel.controllers.pods;

import dev.caravel.controllers.ownership.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/** Makes pods from templates. */
public final class PodTemplates {
    private PodTemplates() {}

    /** A pod of {@code owner}, to be named by the API server. Shares nothing with the template. */
    public static PodBuilder newPod(HasMetadata owner, PodTemplateSpec template) {
        ObjectMeta meta = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withLabels(meta.getLabels())
                .withAnnotations(meta.getAnnotations())
                .withFinalizers(meta.getFinalizers())
                .withOwnerReferences(Ownership.controlledBy(owner))
                .endMetadata()
                .withSpec(new PodSpecBuilder(template.getSpec()).build());
    }

    /** The template's labels; empty when it has none. */
    public static Map<String, String> labels(PodTemplateSpec template) {
        return template.getMetadata() == null || template.getMetadata().getLabels() == null
                ? Map.of()
                : template.getMetadata().getLabels();
    }
}

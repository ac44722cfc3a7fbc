package dev.caravel.apiserver.admission.plugins;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionPlugin;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.admission.AdmissionRequest.Operation;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.Comparator;
import java.util.Optional;

/** Gives objects that name no class the one that is annotated as default; of several, the newest. */
public final class DefaultClass implements AdmissionPlugin {
    private final ObjectReader reader;
    private final Kind kind;

    /** Which objects get which class. */
    public enum Kind {
        STORAGE(
                "DefaultStorageClass",
                new GroupResource("", "persistentvolumeclaims"),
                "storageClassName",
                "volume.beta.kubernetes.io/storage-class",
                new GroupResource("storage.k8s.io", "storageclasses"),
                "storageclass.kubernetes.io/is-default-class"),
        INGRESS(
                "DefaultIngressClass",
                new GroupResource("networking.k8s.io", "ingresses"),
                "ingressClassName",
                "kubernetes.io/ingress.class",
                new GroupResource("networking.k8s.io", "ingressclasses"),
                "ingressclass.kubernetes.io/is-default-class");

        private final String plugin;
        private final GroupResource objects;
        private final String field;
        private final String oldAnnotation;
        private final GroupResource classes;
        private final String defaultAnnotation;

        Kind(
                String plugin,
                GroupResource objects,
                String field,
                String oldAnnotation,
                GroupResource classes,
                String defaultAnnotation) {
            this.plugin = plugin;
            this.objects = objects;
            this.field = field;
            this.oldAnnotation = oldAnnotation;
            this.classes = classes;
            this.defaultAnnotation = defaultAnnotation;
        }

        public String plugin() {
            return plugin;
        }
    }

    public DefaultClass(Kind kind, ObjectReader reader) {
        this.kind = requireNonNull(kind, "kind is null");
        this.reader = requireNonNull(reader, "reader is null");
    }

    @Override
    public String name() {
        return kind.plugin;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE
                || !request.isFor(kind.objects.group(), kind.objects.resource())
                || request.object().isEmpty()) {
            return;
        }
        ObjectNode object = request.object().get();
        if (!object.path("spec").hasNonNull(kind.field)
                && !object.path("metadata").path("annotations").has(kind.oldAnnotation)) {
            defaultClass().ifPresent(name -> object.withObject("/spec").put(kind.field, name));
        }
    }

    private Optional<String> defaultClass() {
        return reader.list(kind.classes, "").stream()
                .filter(candidate -> candidate
                        .path("metadata")
                        .path("annotations")
                        .path(kind.defaultAnnotation)
                        .asText()
                        .equals("true"))
                .min(Comparator.comparing((ObjectNode candidate) ->
                                candidate.at("/metadata/creationTimestamp").asText())
                        .reversed()
                        .thenComparing(
                                candidate -> candidate.at("/metadata/name").asText()))
                .map(candidate -> candidate.at("/metadata/name").asText());
    }
}

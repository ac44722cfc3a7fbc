package dev.caravel.machinery.client;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;
import java.util.stream.Collectors;

/** Carries what the build has found into the program. */
@Recorder
public class ApiKindsRecorder {
    public RuntimeValue<ApiKinds> kinds(List<Class<?>> kinds) {
        return new RuntimeValue<>(new ApiKinds(kinds.stream()
                .<Class<? extends KubernetesResource>>map(kind -> kind.asSubclass(KubernetesResource.class))
                .collect(Collectors.toUnmodifiableSet())));
    }
}

package dev.caravel.kubelet.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.caravel.kubelet.containers.ContainerHash;
import dev.caravel.kubelet.cri.RuntimeContainer;
import dev.caravel.kubelet.cri.RuntimePod;
import dev.caravel.kubelet.cri.RuntimeSandbox;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pods and what a runtime has of them, for tests. */
public final class Pods {
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SANDBOX = "sandbox-0";

    private Pods() {}

    /** A pod whose init containers are named {@code i…}, sidecars {@code s…} and main containers anything else. */
    public static Pod pod(String restartPolicy, String... containers) {
        List<Container> init = new ArrayList<>();
        List<Container> main = new ArrayList<>();
        for (String name : containers) {
            ContainerBuilder container = new ContainerBuilder().withName(name).withImage("image:1");
            if (name.startsWith("i")) {
                init.add(container.build());
            } else if (name.startsWith("s")) {
                init.add(container.withRestartPolicy("Always").build());
            } else {
                main.add(container.build());
            }
        }
        return new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .withNamespace("ns")
                .withUid("uid")
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy(restartPolicy)
                .withInitContainers(init)
                .withContainers(main)
                .endSpec()
                .build();
    }

    public static Pod yaml(String yaml) {
        try {
            return Serialization.yamlMapper().readValue(yaml, Pod.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static RuntimeSandbox sandbox(boolean ready) {
        return new RuntimeSandbox(SANDBOX, 0, ready, EPOCH, false, List.of("10.0.0.2"));
    }

    /**
     * The containers of a pod with a ready sandbox, in the order that they were made: {@code name:running},
     * {@code name:created} or {@code name:<exit code>}.
     */
    public static RuntimePod runtime(String... containers) {
        return new RuntimePod(List.of(sandbox(true)), containers(containers));
    }

    public static List<RuntimeContainer> containers(String... containers) {
        List<RuntimeContainer> list = new ArrayList<>();
        for (String text : containers) {
            String[] parts = text.split(":");
            int tries =
                    (int) list.stream().filter(c -> c.name().equals(parts[0])).count();
            list.add(container(parts[0], tries, parts[1], EPOCH.plusSeconds(list.size())));
        }
        return list;
    }

    private static RuntimeContainer container(String name, int tries, String state, Instant created) {
        RuntimeContainer.State value =
                switch (state) {
                    case "running" -> RuntimeContainer.State.RUNNING;
                    case "created" -> RuntimeContainer.State.CREATED;
                    default -> RuntimeContainer.State.EXITED;
                };
        String hash = ContainerHash.of(
                new ContainerBuilder().withName(name).withImage("image:1").build());
        return new RuntimeContainer(
                name + "-" + tries,
                SANDBOX,
                name,
                tries,
                value,
                created,
                created,
                created,
                value == RuntimeContainer.State.EXITED ? Integer.parseInt(state) : 0,
                "",
                "",
                "image:1",
                "sha256:1",
                hash,
                "File",
                "",
                "/dev/null");
    }

    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }
}

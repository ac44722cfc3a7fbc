package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The webhooks of all configurations of a kind, as the last event told. Thread-safe. */
final class Webhooks implements AutoCloseable {
    private final Map<String, List<Webhook>> byConfiguration = new TreeMap<>();
    private final AutoCloseable watch;
    private volatile List<Webhook> present = List.of();

    Webhooks(ObjectReader reader, String plural) {
        this.watch =
                reader.watch(new GroupResource("admissionregistration.k8s.io", plural), new ConfigurationObserver());
    }

    /** In the order of the configurations' names. */
    List<Webhook> present() {
        return present;
    }

    private final class ConfigurationObserver implements Observer {
        @Override
        public void set(ObjectNode configuration) {
            byConfiguration.put(name(configuration), Webhook.allOf(configuration));
            publish();
        }

        @Override
        public void deleted(ObjectNode configuration) {
            byConfiguration.remove(name(configuration));
            publish();
        }

        private void publish() {
            present = byConfiguration.values().stream().flatMap(List::stream).toList();
        }

        private static String name(ObjectNode configuration) {
            return configuration.at("/metadata/name").asText();
        }
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}

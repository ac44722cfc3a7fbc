package dev.caravel.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.Readiness;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectReader.Observer;
import dev.caravel.apiserver.resource.GroupResource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The webhooks of all configurations of a kind, as the last event told. Thread-safe. */
final class ConfiguredWebhooks implements AutoCloseable {
    private final Map<String, List<Webhook>> byConfiguration = new TreeMap<>();
    private final Readiness readiness = new Readiness();
    private final AutoCloseable watch;
    private volatile List<Webhook> present = List.of();

    ConfiguredWebhooks(ObjectReader reader, String plural) {
        this.watch =
                reader.watch(new GroupResource("admissionregistration.k8s.io", plural), new ConfigurationObserver());
    }

    /** In the order of the configurations' names; to be asked for when {@link #readiness} is given. */
    List<Webhook> present() {
        return present;
    }

    Readiness readiness() {
        return readiness;
    }

    private final class ConfigurationObserver implements Observer {
        private final Readiness.Source read = readiness.expectSource();

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

        @Override
        public void synced() {
            read.isRead();
        }

        @Override
        public void partlySynced() {
            read.isUnreadable();
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

package dev.caravel.apiserver.admission.plugins.quota;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectStore;
import dev.caravel.apiserver.registry.ObjectStore.Stored;
import dev.caravel.apiserver.registry.Target;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.List;

/** {@link QuotaLedger} on the storage: the cache says which quotas there are, etcd what they are. */
public final class StoredQuotas implements QuotaLedger {
    private static final GroupResource QUOTAS = new GroupResource("", "resourcequotas");

    private final Resource resource;
    private final ObjectReader reader;
    private final ObjectStore store;

    public StoredQuotas(ResourceCatalog catalog, ObjectReader reader, ObjectStore store) {
        resource = catalog.find(QUOTAS).orElseThrow();
        this.reader = requireNonNull(reader, "reader is null");
        this.store = requireNonNull(store, "store is null");
    }

    @Override
    public boolean hasQuotas(String namespace) {
        return !reader.list(QUOTAS, namespace).isEmpty();
    }

    @Override
    public List<Entry> read(String namespace) {
        return reader.list(QUOTAS, namespace).stream()
                .map(quota -> quota.at("/metadata/name").asText())
                .flatMap(name -> store.get(resource, namespace, name).stream()
                        .map(stored -> (Entry) new StoredEntry(Target.of(resource, namespace, name), stored)))
                .toList();
    }

    private final class StoredEntry implements Entry {
        private final Target target;
        private final Stored stored;

        private StoredEntry(Target target, Stored stored) {
            this.target = target;
            this.stored = stored;
        }

        @Override
        public ObjectNode quota() {
            return stored.object();
        }

        @Override
        public boolean replaceUsed(ObjectNode used) {
            ObjectNode next = stored.object().deepCopy();
            next.withObject("/status").set("used", used);
            return store.replace(target, next, stored, false).isPresent();
        }
    }
}

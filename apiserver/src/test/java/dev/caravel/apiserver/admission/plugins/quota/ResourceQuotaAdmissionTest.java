package dev.caravel.apiserver.admission.plugins.quota;

import static dev.caravel.apiserver.admission.Writes.create;
import static dev.caravel.apiserver.admission.Writes.dryRun;
import static dev.caravel.apiserver.admission.Writes.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.Json;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Admission by ResourceQuota")
class ResourceQuotaAdmissionTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC);
    private static final String POD =
            "{spec: {containers: [{name: 'c', resources: {requests: {cpu: '500m', memory: '252Mi'}}}]}}";

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    @DisplayName("charges what fits, and refuses what exceeds a quota in upstream's words")
    void exceeded() {
        ledger.put("q", "{hard: {pods: '2', cpu: '1'}, used: {pods: '0', cpu: '600m'}}");

        assertThatThrownBy(() -> admit(create("pods", POD)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status().code()).isEqualTo(403))
                .hasMessage("pods \"x\" is forbidden: exceeded quota: q, requested: cpu=500m, used: cpu=600m,"
                        + " limited: cpu=1");

        ledger.put("q", "{hard: {pods: '2', cpu: '1'}, used: {pods: '0', cpu: '500m'}}");
        admit(create("pods", POD));
        assertThat(ledger.used("q")).isEqualTo("{\"cpu\":\"1\",\"pods\":\"1\"}");
    }

    @Test
    @DisplayName("demands requests of every container where cpu or memory are limited")
    void mustSpecify() {
        ledger.put("q", "{hard: {'limits.cpu': '1', memory: '1Gi'}, used: {'limits.cpu': '0', memory: '0'}}");

        assertThatThrownBy(() -> admit(create(
                        "pods",
                        "{spec: {containers: [{name: 'b'}, {name: 'a', resources: {requests: {memory: '1Mi'}}}]}}")))
                .hasMessage(
                        "pods \"x\" is forbidden: failed quota: q: must specify limits.cpu for: a,b; memory for: b");
    }

    @Test
    @DisplayName("admits nothing before the quota controller has counted")
    void unknown() {
        ledger.put("q", "{hard: {pods: '2', secrets: '1'}}");

        assertThatThrownBy(() -> admit(create("pods", POD)))
                .hasMessage("pods \"x\" is forbidden: status unknown for quota: q, resources: pods");
        assertThatCode(() -> admit(create("configmaps", "{}"))).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("counts objects of any resource, and leaves events alone")
    void counts() {
        ledger.put(
                "q",
                "{hard: {'count/deployments.apps': '1', configmaps: '5', 'count/configmaps': '5', 'count/events': '0'},"
                        + " used: {'count/deployments.apps': '0', configmaps: '1', 'count/configmaps': '1',"
                        + " 'count/events': '0'}}");

        admit(create("configmaps", "{}"));
        admit(create("events", "{}"));
        admit(create(new GroupResource("apps", "deployments"), "{}"));

        assertThat(ledger.used("q"))
                .isEqualTo("{\"configmaps\":\"2\",\"count/configmaps\":\"2\",\"count/deployments.apps\":\"1\","
                        + "\"count/events\":\"0\"}");
        assertThatThrownBy(() -> admit(create(new GroupResource("apps", "deployments"), "{}")))
                .hasMessage(
                        "deployments.apps \"x\" is forbidden: exceeded quota: q, requested: count/deployments.apps=1,"
                                + " used: count/deployments.apps=1, limited: count/deployments.apps=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scopes: ['Terminating']                                                            | false",
                "scopes: ['NotTerminating']                                                         | true",
                "scopes: ['BestEffort']                                                             | false",
                "scopes: ['NotBestEffort', 'NotTerminating']                                        | true",
                "scopes: ['CrossNamespacePodAffinity']                                              | true",
                "scopeSelector: {matchExpressions: [{scopeName: 'PriorityClass', operator: 'In', values: ['high']}]}  "
                        + "  | true",
                "scopeSelector: {matchExpressions: [{scopeName: 'PriorityClass', operator: 'NotIn', values:"
                        + " ['high']}]} | false",
                "scopeSelector: {matchExpressions: [{scopeName: 'PriorityClass', operator: 'Exists'}]}                "
                        + "  | true",
                "scopeSelector: {matchExpressions: [{scopeName: 'PriorityClass', operator: 'DoesNotExist'}]}          "
                        + "  | false",
                "scopeSelector: {matchExpressions: [{scopeName: 'VolumeAttributesClass', operator: 'Exists'}]}        "
                        + "  | false",
            })
    @DisplayName("charges a pod to the quotas of its scopes only")
    void scopes(String scope, boolean charged) {
        ledger.put("q", "{" + scope + "}", "{hard: {pods: '5'}, used: {pods: '0'}}");

        admit(create(
                "pods",
                "{spec: {priorityClassName: 'high', affinity: {podAffinity:"
                        + " {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: ['other']}]}}, containers:"
                        + " [{name: 'c', resources: {requests: {cpu: '1'}}}]}}"));

        assertThat(ledger.used("q")).isEqualTo(charged ? "{\"pods\":\"1\"}" : "{\"pods\":\"0\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: 'ClusterIP', ports: [{}, {}]}                                                     | 0 | 0",
                "{type: 'NodePort', ports: [{}, {}]}                                                      | 0 | 2",
                "{type: 'LoadBalancer', ports: [{}, {}]}                                                  | 1 | 2",
                "{type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{nodePort: 30000}, {}]} | 1 | 1",
            })
    @DisplayName("counts the node ports and load balancers that a Service is going to have")
    void services(String spec, String balancers, String ports) {
        ledger.put(
                "q",
                "{hard: {services: '9', 'services.loadbalancers': '9', 'services.nodeports': '9'},"
                        + " used: {services: '0', 'services.loadbalancers': '0', 'services.nodeports': '0'}}");

        admit(create("services", "{spec: " + spec + "}"));

        assertThat(ledger.used("q"))
                .isEqualTo("{\"services\":\"1\",\"services.loadbalancers\":\"%s\",\"services.nodeports\":\"%s\"}"
                        .formatted(balancers, ports));
    }

    @Test
    @DisplayName("charges a change with what it adds, and gives nothing back")
    void updates() {
        ledger.put("q", "{hard: {'requests.storage': '10Gi'}, used: {'requests.storage': '4Gi'}}");
        String small = claim("2Gi");

        admit(update("persistentvolumeclaims", "", claim("5Gi"), small));
        assertThat(ledger.used("q")).isEqualTo("{\"requests.storage\":\"7Gi\"}");
        admit(update("persistentvolumeclaims", "", small, claim("5Gi")));
        assertThat(ledger.used("q")).isEqualTo("{\"requests.storage\":\"7Gi\"}");
        assertThatThrownBy(() -> admit(update("persistentvolumeclaims", "", claim("6Gi"), small)))
                .hasMessageContaining("requested: requests.storage=4Gi, used: requests.storage=7Gi");
    }

    @Test
    @DisplayName("counts claims and their storage by class")
    void storageClasses() {
        ledger.put(
                "q",
                "{hard: {'gold.storageclass.storage.k8s.io/requests.storage': '3Gi',"
                        + " 'tin.storageclass.storage.k8s.io/persistentvolumeclaims': '0'},"
                        + " used: {'gold.storageclass.storage.k8s.io/requests.storage': '0',"
                        + " 'tin.storageclass.storage.k8s.io/persistentvolumeclaims': '0'}}");

        admit(create("persistentvolumeclaims", claim("2Gi")));
        assertThatThrownBy(() -> admit(create("persistentvolumeclaims", claim("2Gi"))))
                .hasMessageContaining(
                        "exceeded quota: q, requested: gold.storageclass.storage.k8s.io/requests.storage=2Gi");
    }

    @Test
    @DisplayName("demands a quota for what configuration limits")
    void limitedResources() {
        JsonNode configuration =
                Json.tree("{limitedResources: [{resource: 'pods', matchContains: ['requests.cpu'], matchScopes:"
                        + " [{scopeName: 'PriorityClass', operator: 'In', values: ['high']}]}]}");
        ResourceQuotaAdmission strict = new ResourceQuotaAdmission(ledger, NOW, configuration);

        assertThatThrownBy(() -> strict.validate(create("pods", POD)))
                .hasMessage("pods \"x\" is forbidden: insufficient quota to consume: requests.cpu");
        assertThatThrownBy(() -> strict.validate(create("pods", "{spec: {priorityClassName: 'high'}}")))
                .hasMessage("insufficient quota to match these scopes: [{PriorityClass In [high]}]");
    }

    @Test
    @DisplayName("checks a dry run and charges nothing")
    void dry() {
        ledger.put("q", "{hard: {pods: '1'}, used: {pods: '0'}}");

        admit(dryRun("pods", POD));

        assertThat(ledger.used("q")).isEqualTo("{\"pods\":\"0\"}");
    }

    @Test
    @DisplayName("admits exactly as many as the quota allows, however many come at once and whoever else writes it")
    void concurrently() throws Exception {
        ledger.put("q", "{hard: {pods: '20'}, used: {pods: '0'}}");
        ledger.interfere = true;
        ResourceQuotaAdmission one = new ResourceQuotaAdmission(ledger, NOW, MissingNode.getInstance());
        AtomicInteger admitted = new AtomicInteger();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> writes = IntStream.range(0, 100)
                    .<Callable<Void>>mapToObj(_ -> () -> {
                        try {
                            one.validate(create("pods", POD));
                            admitted.incrementAndGet();
                        } catch (ApiException e) {
                            assertThat(e.getMessage()).contains("exceeded quota: q, requested: pods=1, used: pods=20");
                        }
                        return null;
                    })
                    .toList();
            for (Future<Void> write : threads.invokeAll(writes)) {
                write.get();
            }
        }

        assertThat(admitted).hasValue(20);
        assertThat(ledger.used("q")).isEqualTo("{\"pods\":\"20\"}");
    }

    private static String claim(String size) {
        return "{metadata: {resourceVersion: '1'}, spec: {storageClassName: 'gold', resources: {requests: {storage: '%s'}}}}"
                .formatted(size);
    }

    private void admit(AdmissionRequest request) {
        new ResourceQuotaAdmission(ledger, NOW, MissingNode.getInstance()).validate(request);
    }

    /** Quotas in memory, compared by a version; every other write meets one of somebody else, if so wished. */
    private static final class MemoryLedger implements QuotaLedger {
        private final Map<String, ObjectNode> quotas = new ConcurrentHashMap<>();
        private final AtomicInteger writes = new AtomicInteger();
        private volatile boolean interfere;

        void put(String name, String status) {
            put(name, "{}", status);
        }

        void put(String name, String spec, String status) {
            quotas.put(
                    name,
                    Json.object("{metadata: {name: '%s', resourceVersion: '1'}, spec: %s, status: %s}"
                            .formatted(name, spec, status)));
        }

        String used(String name) {
            return quotas.get(name).at("/status/used").toString();
        }

        @Override
        public boolean hasQuotas(String namespace) {
            return !quotas.isEmpty();
        }

        @Override
        public List<Entry> read(String namespace) {
            return quotas.values().stream()
                    .map(quota -> (Entry) new MemoryEntry(quota))
                    .toList();
        }

        private final class MemoryEntry implements Entry {
            private final ObjectNode read;

            private MemoryEntry(ObjectNode read) {
                this.read = read;
            }

            @Override
            public ObjectNode quota() {
                return read;
            }

            @Override
            public boolean replaceUsed(ObjectNode used) {
                String name = read.at("/metadata/name").asText();
                if (interfere && writes.getAndIncrement() % 2 == 0) {
                    quotas.replace(name, read, renewed(read));
                }
                ObjectNode next = renewed(read);
                next.withObject("/status").set("used", used);
                synchronized (quotas) {
                    if (quotas.get(name) != read) {
                        return false;
                    }
                    quotas.put(name, next);
                    return true;
                }
            }

            private ObjectNode renewed(ObjectNode quota) {
                ObjectNode next = quota.deepCopy();
                ObjectNode metadata = next.withObject("/metadata");
                metadata.put("resourceVersion", metadata.path("resourceVersion").asInt() + 1);
                return next;
            }
        }
    }
}

package dev.caravel.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.reflect.TypeToken;
import dev.caravel.e2e.SharedCluster.Scope;
import io.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.kubernetes.client.extended.leaderelection.LeaderElector;
import io.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoordinationV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
@DisplayName("The official Java client, of what changes")
class OfficialClientWatchesIT {
    private static final long PATIENCE_SECONDS = 90;

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private ClusterDoor door;
    private ApiClient client;
    private CoreV1Api core;
    private String namespace;
    private SharedInformerFactory informers;

    @BeforeEach
    void connect(Scope scope) throws IOException {
        door = new ClusterDoor(scope.cluster());
        client = OfficialClients.administrator(door);
        core = new CoreV1Api(client);
        namespace = scope.namespace();
        informers = new SharedInformerFactory(client);
    }

    @AfterEach
    void disconnect() throws IOException {
        informers.stopAllRegisteredInformers();
        door.close();
    }

    @Test
    @DisplayName("watches from a list on, and is told by a bookmark when it has seen what was there")
    void watch() throws Exception {
        create("before");
        var call = core.listNamespacedConfigMap(namespace)
                .watch(true)
                .allowWatchBookmarks(true)
                .sendInitialEvents(true)
                .resourceVersionMatch("NotOlderThan")
                .fieldSelector("metadata.name!=kube-root-ca.crt")
                .buildCall(null);

        List<String> events = new ArrayList<>();
        try (Watch<V1ConfigMap> watch =
                Watch.createWatch(client, call, new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
            events.add(told(watch.next()));
            Watch.Response<V1ConfigMap> bookmark = watch.next();
            events.add(bookmark.type);
            create("after");
            events.add(told(watch.next()));
            core.deleteNamespacedConfigMap("before", namespace).execute();
            events.add(told(watch.next()));

            assertThat(bookmark.object.getMetadata().getAnnotations())
                    .containsEntry("k8s.io/initial-events-end", "true");
        }

        assertThat(events).containsExactly("ADDED before", "BOOKMARK", "ADDED after", "DELETED before");
    }

    @Test
    @DisplayName("informs of additions, changes and deletions, and repeats what it knows")
    void informer() throws Exception {
        SharedIndexInformer<V1ConfigMap> informer = inform(1_000);

        create("observed");
        await("added observed null");
        await("resynced observed null");
        V1ConfigMap changed =
                core.readNamespacedConfigMap("observed", namespace).execute();
        changed.putDataItem("key", "1");
        core.replaceNamespacedConfigMap("observed", namespace, changed).execute();
        await("changed observed {key=1}");
        assertThat(informer.getIndexer().getByKey(namespace + "/observed").getData())
                .containsEntry("key", "1");
        core.deleteNamespacedConfigMap("observed", namespace).execute();
        await("deleted observed {key=1}");
    }

    @Test
    @DisplayName("informs of what happened while the API server was away, whose history has gone with it")
    void relist(Scope scope) throws Exception {
        create("lost");
        inform(0);
        await("added lost null");

        door.cutOff();
        scope.kubectl("delete", "configmap", "lost").orFail();
        scope.kubectl("create", "configmap", "won").orFail();
        restartApiServer(scope);
        door.reopen();

        awaitAll(Set.of("deleted lost null", "added won null"));
    }

    @Test
    @DisplayName("has one leader at a time, and another when the first has gone")
    void leaderElection() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        try (LeaderElector one = candidate("one");
                LeaderElector two = candidate("two")) {
            Thread running = Thread.ofVirtual().start(() -> one.run(first::countDown, () -> {}));
            assertThat(first.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            Thread waiting = Thread.ofVirtual().start(() -> two.run(second::countDown, () -> {}));
            assertThat(holder()).isEqualTo("one");
            assertThat(second.getCount()).isOne();

            running.interrupt();
            one.close();

            assertThat(second.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(holder()).isEqualTo("two");
            waiting.interrupt();
        }
    }

    private SharedIndexInformer<V1ConfigMap> inform(long resyncMillis) {
        var api = new GenericKubernetesApi<>(V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
        SharedIndexInformer<V1ConfigMap> informer =
                informers.sharedIndexInformerFor(api, V1ConfigMap.class, resyncMillis, namespace);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(V1ConfigMap added) {
                seen.add("added " + shown(added));
            }

            @Override
            public void onUpdate(V1ConfigMap old, V1ConfigMap now) {
                boolean same = old.getMetadata()
                        .getResourceVersion()
                        .equals(now.getMetadata().getResourceVersion());
                seen.add((same ? "resynced " : "changed ") + shown(now));
            }

            @Override
            public void onDelete(V1ConfigMap deleted, boolean unknown) {
                seen.add("deleted " + shown(deleted));
            }
        });
        informers.startAllRegisteredInformers();
        return informer;
    }

    /** Events of others may come between. */
    private void await(String event) throws InterruptedException {
        String next;
        do {
            next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("an event, where '%s' was awaited", event).isNotNull();
        } while (!next.equals(event));
    }

    private void awaitAll(Set<String> events) throws InterruptedException {
        Set<String> awaited = new HashSet<>(events);
        while (!awaited.isEmpty()) {
            String next = seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("an event, where %s were awaited", awaited).isNotNull();
            awaited.remove(next);
        }
    }

    private void restartApiServer(Scope scope) {
        long before = scope.cluster().readyProcesses().get("kube-apiserver");
        ProcessHandle.of(before).orElseThrow().destroy();
        Eventually.holds("the API server is another process", () -> {
            Long now = scope.cluster().readyProcesses().get("kube-apiserver");
            return now != null && now != before;
        });
    }

    private LeaderElector candidate(String name) {
        return new LeaderElector(new LeaderElectionConfig(
                new LeaseLock(namespace, "leader", name, client),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofSeconds(1)));
    }

    private String holder() throws ApiException {
        return new CoordinationV1Api(client)
                .readNamespacedLease("leader", namespace)
                .execute()
                .getSpec()
                .getHolderIdentity();
    }

    private void create(String name) throws ApiException {
        core.createNamespacedConfigMap(namespace, new V1ConfigMap().metadata(new V1ObjectMeta().name(name)))
                .execute();
    }

    private static String told(Watch.Response<V1ConfigMap> event) {
        return event.type + " " + event.object.getMetadata().getName();
    }

    private static String shown(V1ConfigMap configMap) {
        Map<String, String> data = configMap.getData();
        return configMap.getMetadata().getName() + " " + (data == null || data.isEmpty() ? null : data);
    }
}

package dev.caravel.apiserver.extension;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.extension.CrdConditions.Condition;
import dev.caravel.apiserver.json.JsonCodec;
import dev.caravel.apiserver.registry.ObjectReader;
import dev.caravel.apiserver.registry.ObjectWriter;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.status.ApiException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

/**
 * Deletes all objects of a CustomResourceDefinition that is being deleted, waits until the last is gone, finalizers and all,
 * and then lets the definition go. Thread-safe.
 */
final class CustomResourceCleanup {
    private static final Logger log = Logger.getLogger(CustomResourceCleanup.class);
    private static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS);

    private static final int NOT_FOUND = 404;

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Clock clock;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    CustomResourceCleanup(ObjectReader reader, ObjectWriter writer, Clock clock) {
        this.reader = requireNonNull(reader, "reader is null");
        this.writer = requireNonNull(writer, "writer is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Once per definition; on a thread of its own. {@code served}: whether there are objects that can be asked for. */
    void begin(ObjectNode crd, boolean served) {
        String uid = crd.at("/metadata/uid").asText();
        if (running.add(uid)) {
            Thread.ofVirtual().name("cleanup-" + name(crd)).start(() -> {
                try {
                    run(crd, served);
                } catch (InterruptedException e) {
                    log.debugf("stopped before %s was cleaned up", name(crd));
                } catch (ApiException e) {
                    if (e.status().code() == NOT_FOUND) {
                        log.debugf("%s has gone meanwhile", name(crd));
                    } else {
                        log.errorf(e, "cannot delete the objects of %s", name(crd));
                    }
                } catch (RuntimeException e) {
                    log.errorf(e, "cannot delete the objects of %s", name(crd));
                } finally {
                    running.remove(uid);
                }
            });
        }
    }

    private void run(ObjectNode crd, boolean served) throws InterruptedException {
        if (served) {
            note(
                    crd,
                    new Condition(
                            CrdConditions.TERMINATING,
                            "True",
                            "InstanceDeletionInProgress",
                            "CustomResource deletion is in progress"));
            deleteAll(new GroupResource(
                    crd.at("/spec/group").asText(), crd.at("/spec/names/plural").asText()));
        }
        writer.mutate(CustomResourceDefinitions.RESOURCE, "", name(crd), object -> {
            CrdConditions.set(
                    object,
                    new Condition(
                            CrdConditions.TERMINATING, "False", "InstanceDeletionCompleted", "removed all instances"),
                    clock.instant());
            CleanupMark.removeFrom(object);
            return object;
        });
    }

    private void note(ObjectNode crd, Condition condition) {
        writer.amend(CustomResourceDefinitions.RESOURCE, "", name(crd), false, object -> {
            CrdConditions.set(object, condition, clock.instant());
            return object;
        });
    }

    /** Whatever is there, and whatever comes while the rest goes. */
    private void deleteAll(GroupResource resource) throws InterruptedException {
        Set<String> present = ConcurrentHashMap.newKeySet();
        CountDownLatch told = new CountDownLatch(1);
        java.util.concurrent.Semaphore changed = new java.util.concurrent.Semaphore(0);
        AutoCloseable watch = reader.watch(resource, new ObjectReader.Observer() {
            @Override
            public void set(ObjectNode object) {
                if (present.add(key(object))) {
                    delete(resource, object);
                }
            }

            @Override
            public void deleted(ObjectNode object) {
                present.remove(key(object));
                changed.release();
            }

            @Override
            public void synced() {
                told.countDown();
                changed.release();
            }
        });
        try {
            told.await();
            while (!present.isEmpty()) {
                changed.acquire();
            }
        } finally {
            close(watch);
        }
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            log.warn("cannot end a watch", e);
        }
    }

    private void delete(GroupResource resource, ObjectNode object) {
        try {
            writer.delete(
                    resource,
                    object.at("/metadata/namespace").asText(),
                    object.at("/metadata/name").asText(),
                    JsonCodec.object(),
                    SELF);
        } catch (ApiException e) {
            if (e.status().code() != NOT_FOUND) {
                log.errorf("cannot delete %s %s: %s", resource, key(object), e.getMessage());
            }
        }
    }

    private static String key(ObjectNode object) {
        return object.at("/metadata/namespace").asText() + "/"
                + object.at("/metadata/name").asText();
    }

    private static String name(ObjectNode crd) {
        return crd.at("/metadata/name").asText();
    }
}

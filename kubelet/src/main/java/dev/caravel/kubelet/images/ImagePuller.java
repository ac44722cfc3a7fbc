package dev.caravel.kubelet.images;

import static java.util.Objects.requireNonNull;

import dev.caravel.kubelet.config.GoDuration;
import dev.caravel.kubelet.containers.ObjectReader;
import dev.caravel.kubelet.cri.CriException;
import dev.caravel.kubelet.cri.ImageStore;
import dev.caravel.kubelet.cri.v1.AuthConfig;
import dev.caravel.kubelet.cri.v1.Image;
import dev.caravel.kubelet.cri.v1.PodSandboxConfig;
import dev.caravel.kubelet.pods.PodContainer;
import dev.caravel.machinery.events.EventRecorder;
import dev.caravel.machinery.events.EventType;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Sees to it that the image of a container is there, by its pull policy. Thread-safe; pulls one image at a time. */
public final class ImagePuller {
    private static final Duration BASE_DELAY = Duration.ofSeconds(10);
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    private final ImageStore store;
    private final ObjectReader objects;
    private final EventRecorder events;
    private final Clock clock;
    private final BackOff backOff = new BackOff(BASE_DELAY, MAX_DELAY);
    private final Map<String, String> lastFailures = new ConcurrentHashMap<>();
    private final ReentrantLock oneAtATime = new ReentrantLock();

    public ImagePuller(ImageStore store, ObjectReader objects, EventRecorder events, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.objects = requireNonNull(objects, "objects is null");
        this.events = requireNonNull(events, "events is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Returns the image as the runtime has it; blocks while it is pulled.
     *
     * @throws ImageException when it is not to be had now
     */
    public Image ensure(Pod pod, PodContainer container, PodSandboxConfig sandbox) {
        ObjectReference about = container.reference(pod);
        String asked = container.spec().getImage();
        ImageName name = ImageName.parse(asked).orElseThrow(() -> {
            String message = "Failed to apply default image tag \"" + asked + "\": couldn't parse image name \"" + asked
                    + "\": invalid reference format";
            warn(about, "InspectFailed", message);
            return new ImageException("InvalidImageName", "Error: InvalidImageName", message);
        });
        String policy = container.spec().getImagePullPolicy();
        if (!"Always".equals(policy)) {
            Optional<Image> present = find(about, name);
            if (present.isPresent()) {
                events.record(
                        about,
                        EventType.NORMAL,
                        "Pulled",
                        "Container image \"" + asked + "\" already present on machine and can be accessed by the pod");
                return present.get();
            }
            if ("Never".equals(policy)) {
                String message = "Container image \"" + asked + "\" is not present with pull policy of Never";
                warn(about, "ErrImageNeverPull", message);
                throw new ImageException("ErrImageNeverPull", "Error: ErrImageNeverPull", message);
            }
        }
        return pull(pod, about, name, asked, sandbox);
    }

    /** When an image that could not be pulled may be tried again. */
    public Optional<Instant> retryAt(Pod pod, PodContainer container) {
        return backOff.until(key(pod, container.spec().getImage()));
    }

    public void forget(String podUid) {
        backOff.forgetPrefix(podUid + "_");
        lastFailures.keySet().removeIf(key -> key.startsWith(podUid + "_"));
    }

    private Image pull(Pod pod, ObjectReference about, ImageName name, String asked, PodSandboxConfig sandbox) {
        String key = key(pod, asked);
        if (backOff.until(key).filter(clock.instant()::isBefore).isPresent()) {
            String message = "Back-off pulling image \"" + asked + "\"";
            events.record(about, EventType.NORMAL, "BackOff", message);
            String last = lastFailures.get(key);
            throw new ImageException(
                    "ImagePullBackOff", "Error: ImagePullBackOff", last == null ? message : message + ": " + last);
        }
        events.record(about, EventType.NORMAL, "Pulling", "Pulling image \"" + asked + "\"");
        Instant asking = clock.instant();
        oneAtATime.lock();
        try {
            Instant began = clock.instant();
            pullWithCredentials(pod, name, sandbox);
            Image image = store.find(name.toString())
                    .orElseThrow(() -> new IllegalStateException("image " + name + " was pulled and is not there"));
            Instant done = clock.instant();
            events.record(
                    about,
                    EventType.NORMAL,
                    "Pulled",
                    "Successfully pulled image \"" + asked + "\" in " + GoDuration.format(Duration.between(began, done))
                            + " (" + GoDuration.format(Duration.between(asking, done))
                            + " including waiting). Image size: " + image.getSize() + " bytes.");
            return image;
        } catch (CriException e) {
            warn(about, "Failed", "Failed to pull image \"" + asked + "\": " + e.rpcText());
            backOff.next(key, clock.instant());
            lastFailures.put(key, "ErrImagePull: " + e.rpcText());
            throw new ImageException("ErrImagePull", "Error: ErrImagePull", e.rpcText());
        } finally {
            oneAtATime.unlock();
        }
    }

    private void pullWithCredentials(Pod pod, ImageName name, PodSandboxConfig sandbox) {
        List<AuthConfig> credentials = credentials(pod, name);
        if (credentials.isEmpty()) {
            store.pull(name.toString(), Optional.empty(), sandbox);
            return;
        }
        CriException failure = null;
        for (AuthConfig credential : credentials) {
            try {
                store.pull(name.toString(), Optional.of(credential), sandbox);
                return;
            } catch (CriException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private List<AuthConfig> credentials(Pod pod, ImageName name) {
        List<AuthConfig> found = new ArrayList<>();
        for (LocalObjectReference reference : pod.getSpec().getImagePullSecrets()) {
            objects.secret(pod.getMetadata().getNamespace(), reference.getName())
                    .ifPresent(secret -> found.addAll(RegistryCredentials.of(secret, name)));
        }
        return found;
    }

    private Optional<Image> find(ObjectReference about, ImageName name) {
        try {
            return store.find(name.toString());
        } catch (CriException e) {
            String message = "Failed to inspect image \"" + name + "\": " + e.rpcText();
            warn(about, "InspectFailed", message);
            throw new ImageException("ImageInspectError", "Error: ImageInspectError", message);
        }
    }

    private void warn(ObjectReference about, String reason, String message) {
        events.record(about, EventType.WARNING, reason, message);
    }

    private static String key(Pod pod, String image) {
        return pod.getMetadata().getUid() + "_" + image;
    }
}

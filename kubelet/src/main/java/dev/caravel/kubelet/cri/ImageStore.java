package dev.caravel.kubelet.cri;

import static dev.caravel.kubelet.cri.ContainerRuntime.call;

import dev.caravel.kubelet.cri.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The image service of CRI, as blocking calls. Thread-safe; every method throws {@link CriException}. */
public final class ImageStore {
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);
    /** A pull has no deadline upstream; a day keeps a lost one from living for ever. */
    private static final Duration PULL_TIMEOUT = Duration.ofDays(1);

    private final ImageServiceGrpc.ImageServiceBlockingStub stub;

    public ImageStore(CriChannel channel) {
        this.stub = ImageServiceGrpc.newBlockingStub(channel.channel());
    }

    public List<Image> list() {
        return call(() -> within(REQUEST_TIMEOUT).listImages(ListImagesRequest.getDefaultInstance()))
                .getImagesList();
    }

    public Optional<Image> find(String image) {
        ImageStatusRequest request = ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image))
                .build();
        ImageStatusResponse answer = call(() -> within(REQUEST_TIMEOUT).imageStatus(request));
        return answer.hasImage() && !answer.getImage().getId().isEmpty()
                ? Optional.of(answer.getImage())
                : Optional.empty();
    }

    /** Pulls and returns the image's reference in the runtime. */
    public String pull(String image, Optional<AuthConfig> credentials, PodSandboxConfig sandboxConfig) {
        PullImageRequest.Builder request = PullImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image))
                .setSandboxConfig(sandboxConfig);
        credentials.ifPresent(request::setAuth);
        return call(() -> within(PULL_TIMEOUT).pullImage(request.build())).getImageRef();
    }

    public void remove(String image) {
        RemoveImageRequest request = RemoveImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image))
                .build();
        call(() -> within(REQUEST_TIMEOUT).removeImage(request));
    }

    public List<FilesystemUsage> filesystems() {
        return call(() -> within(REQUEST_TIMEOUT).imageFsInfo(ImageFsInfoRequest.getDefaultInstance()))
                .getImageFilesystemsList();
    }

    private ImageServiceGrpc.ImageServiceBlockingStub within(Duration timeout) {
        return stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}

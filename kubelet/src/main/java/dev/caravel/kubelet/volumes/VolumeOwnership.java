package dev.caravel.kubelet.volumes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Gives a volume to the pod's fsGroup: its group, readable and writable, new files inheriting it. */
record VolumeOwnership(Long group) {
    private static final int WRITABLE = 0660;
    private static final int READ_ONLY = 0440;
    /** Search for the group, and set-group-id so that new files are the group's as well. */
    private static final int DIRECTORY = 02110;

    static VolumeOwnership of(Pod pod) {
        PodSecurityContext context = pod.getSpec().getSecurityContext();
        return new VolumeOwnership(context == null ? null : context.getFsGroup());
    }

    boolean applies() {
        return group != null;
    }

    void apply(Path root, boolean readOnly) throws IOException {
        if (group == null) {
            return;
        }
        int bits = readOnly ? READ_ONLY : WRITABLE;
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                give(directory, bits | DIRECTORY);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    Files.setAttribute(file, "unix:gid", group.intValue(), LinkOption.NOFOLLOW_LINKS);
                } else {
                    give(file, bits);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void give(Path path, int bits) throws IOException {
        Files.setAttribute(path, "unix:gid", group.intValue());
        int mode = (int) Files.getAttribute(path, "unix:mode");
        Files.setAttribute(path, "unix:mode", (mode & 07777) | bits);
    }
}

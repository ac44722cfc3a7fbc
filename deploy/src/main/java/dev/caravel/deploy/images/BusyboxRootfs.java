package dev.caravel.deploy.images;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravel.deploy.system.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A file system with busybox and a symbolic link for each of its applets, as an image that others build on. Written
 * here because a layer of jib's own holds files and directories only.
 */
final class BusyboxRootfs {
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int SHARED = 01777;

    private static final String PASSWD = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n";
    private static final String GROUP = "root:x:0:\nnogroup:x:65534:\n";

    private final Path busybox;

    BusyboxRootfs(Path busybox) {
        this.busybox = requireNonNull(busybox, "busybox is null");
    }

    /** Writes the image in the form that 'docker save' gives. */
    Path writeArchive(Path file) throws IOException {
        byte[] layer = layer();
        ObjectMapper json = new ObjectMapper();
        byte[] configuration = json.writeValueAsBytes(Map.of(
                "architecture", architecture(),
                "os", "linux",
                "config", Map.of(),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + sha256(layer)))));
        byte[] manifest = json.writeValueAsBytes(List.of(Map.of(
                "Config", "config.json", "RepoTags", List.of("localhost/rootfs:1"), "Layers", List.of("layer.tar"))));
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
            put(tar, "manifest.json", READABLE, manifest);
            put(tar, "config.json", READABLE, configuration);
            put(tar, "layer.tar", READABLE, layer);
        }
        return file;
    }

    private byte[] layer() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream((OutputStream) bytes)) {
            for (String directory :
                    List.of("bin", "dev", "etc", "home", "proc", "root", "sys", "usr", "usr/bin", "var")) {
                putDirectory(tar, directory, EXECUTABLE);
            }
            putDirectory(tar, "tmp", SHARED);
            put(tar, "bin/busybox", EXECUTABLE, Files.readAllBytes(busybox));
            for (String applet : applets()) {
                putLink(tar, "bin/" + applet, "busybox");
            }
            putLink(tar, "usr/bin/env", "/bin/busybox");
            put(tar, "etc/passwd", READABLE, PASSWD.getBytes(StandardCharsets.UTF_8));
            put(tar, "etc/group", READABLE, GROUP.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private List<String> applets() {
        return new Commands()
                .require(busybox.toString(), "--list")
                .lines()
                .filter(applet -> !applet.equals("busybox"))
                .toList();
    }

    private static void putDirectory(TarArchiveOutputStream tar, String name, int mode) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(mode);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void putLink(TarArchiveOutputStream tar, String name, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            default -> "amd64";
        };
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

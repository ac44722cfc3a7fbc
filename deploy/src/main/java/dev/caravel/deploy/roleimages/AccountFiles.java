package dev.caravel.deploy.roleimages;

import static java.util.Objects.requireNonNull;

import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The few files below /etc, and the directory for what is temporary, that a C library expects. */
final class AccountFiles {
    private static final String PASSWD = """
            root:x:0:0:root:/:/usr/sbin/nologin
            nonroot:x:65532:65532:nonroot:/:/usr/sbin/nologin
            """;
    private static final String GROUP = """
            root:x:0:
            nonroot:x:65532:
            """;
    /** Without it the C library asks DNS before it looks at /etc/hosts. */
    private static final String NAME_SERVICES = """
            passwd: files
            group: files
            hosts: files dns
            """;

    private final Path scratch;

    AccountFiles(Path scratch) {
        this.scratch = requireNonNull(scratch, "scratch is null");
    }

    List<ImageFile> files() throws IOException {
        return List.of(
                write("passwd", PASSWD),
                write("group", GROUP),
                write("nsswitch.conf", NAME_SERVICES),
                new ImageFile(Files.createDirectories(scratch.resolve("tmp")), "/tmp", "777"));
    }

    private ImageFile write(String name, String text) {
        Path file = scratch.resolve(name);
        TextFiles.write(file, text);
        return ImageFile.readable(file, "/etc/" + name);
    }
}

package dev.caravel.kubelet.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Projected files")
class AtomicWriterTest {
    private static final VolumeOwnership NOBODY = new VolumeOwnership(null);

    @TempDir
    Path root;

    @Test
    @DisplayName("are reached by links through ..data, with their modes")
    void layout() throws IOException {
        boolean changed = write(Map.of("a", "1", "dir/b", "2"));

        assertThat(changed).isTrue();
        assertThat(root.resolve("a")).hasContent("1");
        assertThat(root.resolve("dir/b")).hasContent("2");
        assertThat(Files.readSymbolicLink(root.resolve("a"))).isEqualTo(Path.of("..data/a"));
        assertThat(Files.getPosixFilePermissions(root.resolve("a").toRealPath()))
                .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Test
    @DisplayName("change all at once, and what is gone is gone")
    void update() throws IOException {
        write(Map.of("a", "1", "b", "2"));
        Path before = Files.readSymbolicLink(root.resolve("..data"));

        write(Map.of("a", "3", "c", "4"));

        assertThat(root.resolve("a")).hasContent("3");
        assertThat(root.resolve("c")).hasContent("4");
        assertThat(root.resolve(before)).doesNotExist();
        try (Stream<Path> entries = Files.list(root)) {
            assertThat(entries.map(path -> path.getFileName().toString()).filter(name -> !name.startsWith("..v")))
                    .containsExactlyInAnyOrder("..data", "a", "c");
        }
    }

    @Test
    @DisplayName("stay as they are when nothing differs")
    void unchanged() throws IOException {
        write(Map.of("a", "1"));

        assertThat(write(Map.of("a", "1"))).isFalse();
    }

    private boolean write(Map<String, String> contents) throws IOException {
        Map<String, VolumeFile> files = new LinkedHashMap<>();
        contents.forEach((path, text) -> files.put(path, new VolumeFile(text.getBytes(StandardCharsets.UTF_8), 0644)));
        return new AtomicWriter(root).write(files, NOBODY);
    }
}

package dev.caravel.kubelet.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A path inside a volume")
class SubPathTest {
    @TempDir
    Path volume;

    @Test
    @DisplayName("is made when it is not there")
    void made() {
        assertThat(SubPath.resolve(volume, "a/b")).isDirectory().isEqualTo(volume.resolve("a/b"));
    }

    @Test
    @DisplayName("may lead through links that stay inside")
    void linkInside() throws IOException {
        Files.createDirectory(volume.resolve("real"));
        Files.createSymbolicLink(volume.resolve("link"), Path.of("real"));

        assertThat(SubPath.resolve(volume, "link/x")).isEqualTo(volume.resolve("real/x"));
    }

    @Test
    @DisplayName("never leads out, by dots or by a link")
    void outside() throws IOException {
        Files.createSymbolicLink(volume.resolve("out"), Path.of("/etc"));

        assertThatThrownBy(() -> SubPath.resolve(volume, "../x")).isInstanceOf(ContainerConfigException.class);
        assertThatThrownBy(() -> SubPath.resolve(volume, "out")).isInstanceOf(ContainerConfigException.class);
        assertThatThrownBy(() -> SubPath.resolve(volume, "/etc")).isInstanceOf(ContainerConfigException.class);
    }
}

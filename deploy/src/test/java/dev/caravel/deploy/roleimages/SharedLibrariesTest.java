package dev.caravel.deploy.roleimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravel.deploy.system.Commands;
import dev.caravel.deploy.system.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The shared libraries of an executable")
class SharedLibrariesTest {
    @Test
    @DisplayName("are those that the loader finds, and the loader; what the kernel brings is none")
    void found() {
        String output = "\tlinux-vdso.so.1 (0x00007f7fdf05c000)\n"
                + "\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f7fdf02c000)\n"
                + "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f7fdee4a000)\n"
                + "\t/lib64/ld-linux-x86-64.so.2 (0x00007f7fdf05e000)\n";

        assertThat(SharedLibraries.found(output))
                .containsExactly(
                        Path.of("/lib/x86_64-linux-gnu/libc.so.6"),
                        Path.of("/lib/x86_64-linux-gnu/libz.so.1"),
                        Path.of("/lib64/ld-linux-x86-64.so.2"));
        assertThat(SharedLibraries.missing(output)).isEmpty();
    }

    @Test
    @DisplayName("that are not there are named")
    void missing() {
        assertThat(SharedLibraries.missing("\tlibnope.so.7 => not found\n")).hasValue("libnope.so.7");
    }

    @Test
    @DisplayName("are told of a program of this machine")
    void ofThisMachine() {
        assertThat(new SharedLibraries(new Commands()).of(Path.of("/bin/sh")))
                .allMatch(Files::exists)
                .anyMatch(library -> library.endsWith("libc.so.6"));
    }

    @Test
    @DisplayName("cannot be told of what is not there")
    void notThere(@TempDir Path directory) {
        assertThatThrownBy(() -> new SharedLibraries(new Commands()).of(directory.resolve("nothing")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("nothing");
    }
}

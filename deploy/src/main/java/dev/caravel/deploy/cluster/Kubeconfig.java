package dev.caravel.deploy.cluster;

import dev.caravel.deploy.state.StateDir;
import dev.caravel.deploy.system.TextFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** A kubeconfig with everything in it, so that it can be copied elsewhere. */
public final class Kubeconfig {
    private Kubeconfig() {}

    /** @param certificate the name of the client's certificate in the PKI */
    public static void write(StateDir state, String name, String certificate, String server) {
        String text = """
                apiVersion: v1
                kind: Config
                clusters:
                - name: caravel
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: caravel
                  context:
                    cluster: caravel
                    user: %s
                current-context: caravel
                """.formatted(
                        server,
                        base64(state.pki().resolve("ca.crt")),
                        name,
                        base64(state.pki().resolve(certificate + ".crt")),
                        base64(state.pki().resolve(certificate + ".key")),
                        name);
        Path file = state.kubeconfig(name);
        TextFiles.write(file, text);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot protect " + file, e);
        }
    }

    private static String base64(Path file) {
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

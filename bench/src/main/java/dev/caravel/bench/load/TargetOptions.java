package dev.caravel.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import picocli.CommandLine.Option;

/** Where the server is, and who asks. */
public final class TargetOptions {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}")
    String host;

    @Option(names = "--port", defaultValue = "6443", description = "Default: ${DEFAULT-VALUE}")
    int port;

    @Option(names = "--keys", required = true, description = "PKCS#12 with the client's certificate and key.")
    Path keys;

    @Option(names = "--authorities", required = true, description = "PKCS#12 with who signed the server's certificate.")
    Path authorities;

    @Option(names = "--password", required = true, description = "Of both.")
    String password;

    public Target target(ServerProcess process) throws IOException, GeneralSecurityException {
        return new Target(host, port, keys, authorities, password.toCharArray(), process);
    }
}

package dev.caravel.apiserver;

import dev.caravel.apiserver.serving.NamedPair;
import dev.caravel.apiserver.serving.ServingSettings;
import dev.caravel.apiserver.serving.TlsCustomizer;
import dev.caravel.apiserver.storage.move.CopyStorageCommand;
import dev.caravel.machinery.pki.MemoryKeyStores;
import dev.caravel.machinery.role.FlagParser;
import dev.caravel.machinery.role.RoleLauncher;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The kube-apiserver process. Reads the flags once before Quarkus starts, because they say where its HTTP server listens.
 */
@QuarkusMain
public final class ApiServerMain {
    private ApiServerMain() {}

    public static void main(String... args) {
        MemoryKeyStores.skipPasswordStretching();
        if (args.length > 0 && args[0].equals(CopyStorageCommand.NAME)) {
            System.exit(new CommandLine(new CopyStorageCommand()).execute(Arrays.copyOfRange(args, 1, args.length)));
        }
        ApiServerOptions options = new ApiServerOptions();
        if (!(new FlagParser<>(options).parse(args) instanceof FlagParser.Parsed)) {
            System.exit(RoleLauncher.launch(new ApiServerOptions(), args, _ -> {
                throw new IllegalStateException("the flags have changed");
            }));
        }
        try {
            ServingSettings settings = serving(options);
            settings.check();
            settings.configuration().forEach(System::setProperty);
            System.setProperty(TlsCustomizer.NAMED, NamedPair.join(options.sniCertificates));
            if (options.http2MaxStreams > 0) {
                System.setProperty(TlsCustomizer.MAX_STREAMS, Integer.toString(options.http2MaxStreams));
            }
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Error: kube-apiserver: " + e.getMessage());
            System.exit(1);
        }
        Quarkus.run(ApiServerApplication.class, args);
    }

    private static ServingSettings serving(ApiServerOptions options) throws IOException {
        if ((options.serving.certificate == null) != (options.serving.privateKey == null)) {
            throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file must be given together");
        }
        return options.serving.certificate == null
                ? ServingSettings.selfSigned(
                        options.serving.bindAddress, options.port(), options.certDir, Clock.systemUTC())
                : new ServingSettings(
                        options.serving.bindAddress,
                        options.port(),
                        options.serving.certificate,
                        options.serving.privateKey);
    }
}

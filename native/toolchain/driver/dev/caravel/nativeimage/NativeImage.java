package dev.caravel.nativeimage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code native-image}: makes the builder's command of native-image's options, and runs it. */
public final class NativeImage {
    private static final String USAGE = """
            usage: native-image [OPTION...] MAIN-CLASS [NAME]
                   native-image [OPTION...] -jar FILE [NAME]

              -cp PATH, -p PATH      class path, module path
              -o NAME                the executable
              -march=TYPE            compatibility, x86-64-v3 (unless given), native; list shows all
              -O0 .. -O3, -Ob, -Os   optimization; b builds quickest
              -H:..., -R:..., -J...  options of the builder, of the image, of the builder's JVM
              --dry-run, --verbose   show the builder's command, without and with running it
            GraalVM's manual tells of the others: https://www.graalvm.org/latest/reference-manual/native-image/""";

    /** What Java adds to the number of the signal that ended a process, to make a status of it. */
    private static final int SIGNALLED = 128;

    private NativeImage() {}

    /** Ends with the builder's own status, or with 1 and one line. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int status;
        try {
            status = run(Toolchain.running(), List.of(arguments));
        } catch (UsageException e) {
            System.err.println("native-image: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private static int run(Toolchain toolchain, List<String> arguments) throws IOException, InterruptedException {
        if (arguments.contains("--version")) {
            System.out.println(toolchain.version());
            return 0;
        }
        if (arguments.isEmpty() || arguments.contains("--help")) {
            System.out.println(USAGE);
            return arguments.isEmpty() ? 1 : 0;
        }
        ImageRequest request = read(arguments);
        new MainClassCheck(request).check();
        return build(new BuilderCommand(toolchain, request), request);
    }

    private static ImageRequest read(List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(Words.of(System.getenv().getOrDefault("NATIVE_IMAGE_OPTIONS", "")));
        all.addAll(arguments);
        ImageRequest request = new ImageRequest();
        ArgumentReader reader = new ArgumentReader(request);
        reader.read(all, Origin.USER);
        reader.readOperands();
        new ImageConfiguration(request, reader).readAll();
        return request;
    }

    private static int build(BuilderCommand builder, ImageRequest request) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("native-image-");
        try {
            List<String> command = builder.in(directory);
            if (request.isVerbose() || request.isDryRun()) {
                Stream.concat(command.stream(), builder.imageArguments().stream())
                        .forEach(System.out::println);
            }
            return request.isDryRun() ? 0 : execute(command);
        } finally {
            for (Path file : List.of(directory.resolve("exports"), directory.resolve("image"), directory)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Whoever ends this process ends the builder. */
    private static int execute(List<String> command) throws IOException, InterruptedException {
        Process builder = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(builder::destroy);
        Runtime.getRuntime().addShutdownHook(end);
        int status = builder.waitFor();
        Runtime.getRuntime().removeShutdownHook(end);
        if (status > SIGNALLED) {
            System.err.println("native-image: the builder was ended by signal " + (status - SIGNALLED)
                    + "; 9 is what a machine without memory sends");
        }
        return status;
    }
}

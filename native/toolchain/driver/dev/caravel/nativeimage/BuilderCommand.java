package dev.caravel.nativeimage;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The command that runs the builder: a JVM with the builder's modules, and the image's options in a file. */
final class BuilderCommand {
    private static final String MAIN =
            "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner";

    private static final List<String> JVM = List.of(
            // Pauses do not matter, throughput does.
            "-XX:+UseParallelGC",
            // The builder compiles by the JVM's compiler interface, the JVM itself by its own compilers.
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI",
            "-XX:-UseJVMCICompiler",
            // Not with modules that replace the JDK's.
            "-Xshare:off",
            // The analysis recurses.
            "-Xss10m",
            "-Djava.awt.headless=true",
            // Loads the image's classes, which stay apart from the builder's.
            "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
            "-Dcom.oracle.graalvm.isaot=true",
            "-Dorg.graalvm.nativeimage.imagecode=buildtime",
            // Lambdas and method handles have to stay as simple as the analysis can follow.
            "-Djdk.internal.lambda.disableEagerInitialization=true",
            "-Djdk.internal.lambda.eagerlyInitialize=false",
            "-Djava.lang.invoke.InnerClassLambdaMetafactory.initializeLambdas=false",
            "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1",
            "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
            // What libraries ask for to learn which builder this is.
            "-Dorg.graalvm.version=" + Toolchain.BUILDER_VERSION,
            "-Dorg.graalvm.vendor=GraalVM Community",
            "-Dorg.graalvm.vendorurl=https://www.graalvm.org/",
            "-Dorg.graalvm.vendorversion=GraalVM CE " + Toolchain.BUILDER_VERSION + "+10.1",
            "--add-modules=ALL-DEFAULT");

    /** Unless the user says how much memory the builder may have. */
    private static final String DEFAULT_HEAP = "-XX:MaxRAMPercentage=40";

    private final Toolchain toolchain;
    private final ImageRequest request;

    BuilderCommand(Toolchain toolchain, ImageRequest request) {
        this.toolchain = toolchain;
        this.request = request;
    }

    /** The command, for which files of arguments are written to the directory. */
    List<String> in(Path directory) throws IOException {
        Path exports = directory.resolve("exports");
        Files.write(exports, ModuleExports.options());
        Path image = directory.resolve("image");
        Files.writeString(image, String.join("\0", imageArguments()));

        List<String> command = new ArrayList<>();
        command.add(toolchain.java().toString());
        command.addAll(JVM);
        command.add("--enable-native-access=" + toolchain.moduleNames());
        command.add("@" + exports);
        if (request.jvmOptions().stream().noneMatch(BuilderCommand::limitsHeap)) {
            command.add(DEFAULT_HEAP);
        }
        command.addAll(request.jvmOptions());
        command.addAll(List.of("--upgrade-module-path", join(toolchain.compiler())));
        command.addAll(List.of("--module-path", join(toolchain.modules())));
        command.addAll(List.of("--module", MAIN));
        command.add("--image-args-file=" + image);
        return command;
    }

    List<String> imageArguments() {
        List<String> arguments = new ArrayList<>();
        if (!request.classPath().isEmpty()) {
            arguments.addAll(List.of("-imagecp", join(request.classPath())));
        }
        if (!request.modulePath().isEmpty()) {
            arguments.addAll(List.of("-imagemp", join(request.modulePath())));
        }
        Path image = request.image();
        arguments.add(Origin.DRIVER.mark("-H:CLibraryPath=" + toolchain.libraries()));
        arguments.add(Origin.DRIVER.mark("-H:Path=" + image.getParent()));
        arguments.addAll(request.builderOptions());
        request.mainClass()
                .ifPresent(main -> arguments.add(Origin.USER.throughApi().mark("-H:Class=" + main)));
        arguments.add(Origin.USER.throughApi().mark("-H:Name=" + image.getFileName()));
        arguments.add(Origin.DRIVER.mark("-H:ImageBuildID=" + idOf(arguments)));
        return arguments;
    }

    /** The same for the same arguments, so that the image is the same, too. */
    private static UUID idOf(List<String> arguments) {
        return UUID.nameUUIDFromBytes(arguments.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean limitsHeap(String option) {
        return option.startsWith("-Xmx") || option.startsWith("-XX:MaxRAMPercentage");
    }

    private static String join(Collection<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}

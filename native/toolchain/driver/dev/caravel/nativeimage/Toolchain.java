package dev.caravel.nativeimage;

import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The parts of the assembled toolchain, by its home. */
record Toolchain(Path home) {
    /** The builder's version, as its jars have it. */
    static final String BUILDER_VERSION = "25.0.2";

    private static final String BUILDER_DATE = "2026-01-20";

    static Toolchain running() {
        return new Toolchain(Path.of(System.getProperty("java.home")));
    }

    Path java() {
        return home.resolve("bin/java");
    }

    Path libraries() {
        return home.resolve("lib/svm/clibraries/linux-amd64");
    }

    /** The JDK has a module of that name, which holds nothing, and which the builder's compiler replaces. */
    List<Path> compiler() {
        return jarsOfCompiler(Toolchain::isCompiler);
    }

    List<Path> modules() {
        List<Path> modules = new ArrayList<>(ClassPathReader.jarsIn(home.resolve("lib/svm/builder")));
        modules.addAll(jarsOfCompiler(jar -> !isCompiler(jar)));
        return modules;
    }

    String moduleNames() {
        return ModuleFinder.of(modules().toArray(Path[]::new)).findAll().stream()
                .map(ModuleReference::descriptor)
                .map(module -> module.name())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /**
     * Three lines, as every native-image has them: Quarkus reads the Java version from the second one, and the builder's
     * from what follows "jvmci".
     */
    String version() {
        String jdk = Runtime.version().toString().replaceFirst("-.*", "");
        String name = "Caravel's native toolchain, of GraalVM CE " + BUILDER_VERSION + " and "
                + System.getProperty("java.vendor.version", System.getProperty("java.vendor"));
        return """
                native-image %s %s
                OpenJDK Runtime Environment %s (build %s-jvmci-%s-b01)
                Substrate VM %s (build %s, serial gc)""".formatted(BUILDER_VERSION, BUILDER_DATE, name, jdk, BUILDER_VERSION, name, BUILDER_VERSION);
    }

    private List<Path> jarsOfCompiler(Predicate<Path> which) {
        return ClassPathReader.jarsIn(home.resolve("lib/jvmci")).stream()
                .filter(which)
                .toList();
    }

    private static boolean isCompiler(Path jar) {
        return jar.endsWith("compiler.jar");
    }
}

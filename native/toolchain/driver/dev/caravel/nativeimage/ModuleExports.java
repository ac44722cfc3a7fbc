package dev.caravel.nativeimage;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.stream.Stream;

/** The JDK's internals that the builder uses: every package that is not exported to everyone, of the modules it is about. */
final class ModuleExports {
    private static final List<String> OF = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.xml",
            "jdk.compiler",
            "jdk.internal.vm.ci",
            "jdk.jfr",
            "jdk.management");

    private static final String TO = String.join(
            ",",
            "jdk.graal.compiler",
            "org.graalvm.nativeimage",
            "org.graalvm.nativeimage.base",
            "org.graalvm.nativeimage.builder",
            "org.graalvm.nativeimage.configure",
            "org.graalvm.nativeimage.libgraal",
            "org.graalvm.nativeimage.objectfile",
            "org.graalvm.nativeimage.pointsto",
            "org.graalvm.truffle.compiler");

    private ModuleExports() {}

    static List<String> options() {
        ModuleFinder modules = ModuleFinder.ofSystem();
        return OF.stream()
                .flatMap(name -> modules.find(name).stream())
                .flatMap(module -> optionsFor(module.descriptor()))
                .toList();
    }

    private static Stream<String> optionsFor(ModuleDescriptor module) {
        return module.packages().stream()
                .sorted()
                .filter(name -> !isExportedToAll(module, name))
                .map(name -> "--add-exports=" + module.name() + "/" + name + "=" + TO);
    }

    private static boolean isExportedToAll(ModuleDescriptor module, String name) {
        return module.exports().stream()
                .anyMatch(export -> !export.isQualified() && export.source().equals(name));
    }
}

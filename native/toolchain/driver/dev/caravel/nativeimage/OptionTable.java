package dev.caravel.nativeimage;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** native-image's public options, and the builder's own that they stand for. */
final class OptionTable {
    private enum Kind {
        /** The value is passed on. */
        VALUE,
        /** Switches on. */
        FLAG,
        /** Has a value that the public option does not show. */
        FIXED
    }

    private record Translation(Kind kind, String name, String fixed) {
        String apply(String value) {
            return switch (kind) {
                case VALUE -> "-H:" + name + "=" + value;
                case FLAG -> "-H:+" + name;
                case FIXED -> "-H:" + name + "=" + fixed;
            };
        }
    }

    private static final Map<String, Translation> TRANSLATIONS = Map.ofEntries(
            fixed("--no-fallback", "FallbackThreshold", "0"),
            fixed("--enable-http", "EnableURLProtocols", "http"),
            fixed("--enable-https", "EnableURLProtocols", "https"),
            fixed("-g", "GenerateDebugInfo", "2"),
            flag("--enable-all-security-services", "EnableAllSecurityServices"),
            flag("--install-exit-handlers", "InstallExitHandlers"),
            flag("--report-unsupported-elements-at-runtime", "ReportUnsupportedElementsAtRuntime"),
            flag("--shared", "SharedLibrary"),
            flag("--silent", "BuildOutputSilent"),
            flag("--static", "StaticExecutable"),
            flag("--static-nolibc", "StaticExecutableWithDynamicLibC"),
            value("--color", "Color"),
            value("--enable-monitoring", "EnableMonitoringFeatures"),
            value("--enable-url-protocols", "EnableURLProtocols"),
            value("--exact-reachability-metadata", "ThrowMissingRegistrationErrors"),
            value("--exact-reachability-metadata-path", "ThrowMissingRegistrationErrorsPaths"),
            value("--features", "Features"),
            value("--gc", "SupportedGCs"),
            value("--libc", "UseLibC"),
            value("--link-at-build-time", "LinkAtBuildTime"),
            value("--link-at-build-time-paths", "LinkAtBuildTimePaths"),
            value("--native-compiler-options", "CCompilerOption"),
            value("--native-compiler-path", "CCompilerPath"),
            value("--parallelism", "NumberOfThreads"),
            value("--target", "TargetPlatform"),
            value("--trace-class-initialization", "TraceClassInitialization"),
            value("--trace-object-instantiation", "TraceObjectInstantiation"),
            value("-march", "MicroArchitecture"),
            value("-O", "Optimize"));

    /** What makes no difference here, because it is always so, or because it is about parts that are not here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "--allow-incomplete-classpath",
            "--diagnostics-mode",
            "--enable-sbom",
            "--native-image-info",
            "--no-server",
            "--strict-image-heap");

    private OptionTable() {}

    /** The builder's option, or nothing if there is no such public option. */
    static Optional<String> translate(String key, String value) {
        if (key.startsWith("-O") && key.length() == 3) {
            return translate("-O", key.substring(2));
        }
        return Optional.ofNullable(TRANSLATIONS.get(key)).map(translation -> translation.apply(value));
    }

    static boolean hasNoEffect(String key) {
        return WITHOUT_EFFECT.contains(key);
    }

    private static Map.Entry<String, Translation> value(String option, String name) {
        return Map.entry(option, new Translation(Kind.VALUE, name, ""));
    }

    private static Map.Entry<String, Translation> flag(String option, String name) {
        return Map.entry(option, new Translation(Kind.FLAG, name, ""));
    }

    private static Map.Entry<String, Translation> fixed(String option, String name, String value) {
        return Map.entry(option, new Translation(Kind.FIXED, name, value));
    }
}

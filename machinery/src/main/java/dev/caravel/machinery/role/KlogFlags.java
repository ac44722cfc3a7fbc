package dev.caravel.machinery.role;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The logging flags of component-base that every upstream binary takes: {@code -v}, {@code --v}, {@code --logging-format}. */
final class KlogFlags {
    /** klog's verbosity at which upstream logs each request; ours becomes DEBUG. */
    private static final int DEBUG_VERBOSITY = 4;

    private KlogFlags() {}

    static boolean accepts(String arg) {
        return arg.startsWith("--v=")
                || arg.startsWith("-v=")
                || arg.startsWith("--vmodule=")
                || arg.startsWith("--logging-format=")
                || arg.startsWith("--log-flush-frequency=");
    }

    static void apply(String arg) {
        if (!arg.startsWith("--v=") && !arg.startsWith("-v=")) {
            return;
        }
        int verbosity = Integer.parseInt(arg.substring(arg.indexOf('=') + 1));
        if (verbosity >= DEBUG_VERBOSITY) {
            Logger.getLogger("dev.caravel").setLevel(Level.FINE);
        }
    }
}

package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.library.KubernetesFunctions;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelRuntimeBuilder;
import java.util.EnumSet;
import java.util.Set;

/** The functions that expressions can call beside the language's own. */
final class Libraries {
    /** Without those that Kubernetes has for lists too, and declares itself. */
    private static final Set<CelStringExtensions.Function> STRINGS = EnumSet.complementOf(
            EnumSet.of(CelStringExtensions.Function.INDEX_OF, CelStringExtensions.Function.LAST_INDEX_OF));

    private Libraries() {}

    static void addTo(CelCompilerBuilder compiler) {
        compiler.addLibraries(
                CelExtensions.optional(),
                CelExtensions.strings(STRINGS),
                CelExtensions.sets(Engine.OPTIONS),
                CelExtensions.lists(),
                CelExtensions.comprehensions());
        KubernetesFunctions.addTo(compiler);
    }

    static void addTo(CelRuntimeBuilder runtime) {
        runtime.addLibraries(
                CelExtensions.optional(),
                CelExtensions.strings(STRINGS),
                CelExtensions.sets(Engine.OPTIONS),
                CelExtensions.lists(),
                CelExtensions.comprehensions());
        KubernetesFunctions.addTo(runtime, Engine.OPTIONS);
    }
}

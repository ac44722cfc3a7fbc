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

    static void addTo(CelCompilerBuilder compiler, CelRuntimeBuilder runtime) {
        var optional = CelExtensions.optional();
        var strings = CelExtensions.strings(STRINGS);
        var sets = CelExtensions.sets(Engine.OPTIONS);
        var lists = CelExtensions.lists();
        var comprehensions = CelExtensions.comprehensions();
        compiler.addLibraries(optional, strings, sets, lists, comprehensions);
        runtime.addLibraries(optional, strings, sets, lists, comprehensions);
        KubernetesFunctions.addTo(compiler, runtime);
    }
}

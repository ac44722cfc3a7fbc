package dev.caravel.apiserver.cel.library;

import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelRuntimeBuilder;
import java.util.ArrayList;
import java.util.List;

/** All functions that Kubernetes adds to the language. */
public final class KubernetesFunctions {
    private static final List<Function> ALL = all();

    private KubernetesFunctions() {}

    private static List<Function> all() {
        List<Function> all = new ArrayList<>();
        all.addAll(ListFunctions.all());
        all.addAll(RegexFunctions.all());
        all.addAll(UrlFunctions.all());
        all.addAll(ComparableFunctions.all());
        all.addAll(AddressFunctions.all());
        all.addAll(FormatFunctions.all());
        all.addAll(AuthorizerFunctions.all());
        all.add(JsonPatchFunctions.escapeKey());
        all.add(TextFormat.function());
        return List.copyOf(all);
    }

    public static void addTo(CelCompilerBuilder compiler) {
        ALL.forEach(function -> compiler.addFunctionDeclarations(function.declaration()));
    }

    public static void addTo(CelRuntimeBuilder runtime, CelOptions options) {
        runtime.addFunctionBindings(new Equality(options).bindings());
        runtime.addFunctionBindings(RegexFunctions.matches());
        ALL.forEach(function -> runtime.addFunctionBindings(function.bindings()));
    }
}

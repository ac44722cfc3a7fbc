package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.ObjectTypes;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The CEL library, set up as Kubernetes' expressions want it. Thread-safe. */
public final class Engine {
    static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .maxRegexProgramSize(20_000)
            .build();

    private final Map<String, CelType> variables;
    private final DeclaredTypes types;
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    /** The runtime does not depend on variables, and making one is dear. */
    private static final class Shared {
        static final CelRuntime RUNTIME = runtime();
    }

    public Engine(Map<String, CelType> variables, Optional<ObjectTypes> objects) {
        this.variables = Map.copyOf(variables);
        this.types = new DeclaredTypes(variables.values());
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(types);
        Libraries.addTo(builder);
        variables.forEach((name, type) -> builder.addVar(name, DeclaredTypes.libraryType(type)));
        compiler = builder.build();
        runtime = Shared.RUNTIME;
    }

    private static CelRuntime runtime() {
        CelRuntimeBuilder builder = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(StandardFunction.MATCHES)
                        .build());
        Libraries.addTo(builder);
        return builder.build();
    }

    public CelProgram compile(String expression) throws CompileException {
        try {
            return checkedAndPlanned(expression);
        } catch (StackOverflowError e) {
            throw new CompileException("compilation failed: expression recursion limit exceeded");
        }
    }

    private CelProgram checkedAndPlanned(String expression) throws CompileException {
        try {
            CelValidationResult parsed = compiler.parse(expression);
            if (parsed.hasError()) {
                throw refused(parsed, "Syntax error: ");
            }
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                throw refused(checked, "");
            }
            CelAbstractSyntaxTree tree = checked.getAst();
            Literals.require(tree);
            return new CompiledExpression(
                    expression, tree, types.ourType(tree.getResultType()), variables, runtime.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new CompileException("compilation failed: " + e.getMessage());
        }
    }

    private static CompileException refused(CelValidationResult result, String prefix) {
        return new CompileException("compilation failed: "
                + result.getErrors().stream()
                        .map(issue -> CelIssue.formatError(
                                        issue.getExprId(), issue.getSourceLocation(), prefix + issue.getMessage())
                                .toDisplayString(result.getSource()))
                        .collect(Collectors.joining("\n")));
    }
}

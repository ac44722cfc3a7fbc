package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CompileException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelTypeProvider;
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
    private final boolean makesObjects;

    /** The runtime does not depend on variables, and making one is dear. */
    private static final class Shared {
        static final CelRuntime RUNTIME = builder().build();
    }

    /** @param makesObjects whether expressions can make objects; those are then checked one by one, at greater cost */
    public Engine(Map<String, CelType> variables, boolean makesObjects) {
        this.variables = Map.copyOf(variables);
        this.makesObjects = makesObjects;
        this.types = new DeclaredTypes(variables.values());
        this.compiler = compiler(types);
    }

    private CelCompiler compiler(CelTypeProvider provider) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(provider);
        Libraries.addTo(builder);
        variables.forEach((name, type) -> builder.addVar(name, DeclaredTypes.libraryType(type)));
        return builder.build();
    }

    private static CelRuntime runtimeMaking(MadeTypes made) {
        return builder().setTypeProvider(made).setValueProvider(made).build();
    }

    private static CelRuntimeBuilder builder() {
        CelRuntimeBuilder builder = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(CelStandardFunctions.newBuilder()
                        .excludeFunctions(
                                StandardFunction.MATCHES, StandardFunction.EQUALS, StandardFunction.NOT_EQUALS)
                        .build());
        Libraries.addTo(builder);
        return builder;
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
                throw CompileErrors.refusal(parsed, "Syntax error: ");
            }
            if (!makesObjects) {
                return planned(expression, compiler.check(parsed.getAst()), Shared.RUNTIME);
            }
            MadeTypes made = new MadeTypes(types, parsed.getAst());
            return planned(expression, compiler(made).check(parsed.getAst()), runtimeMaking(made));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new CompileException("compilation failed: " + e.getMessage());
        }
    }

    private CelProgram planned(String expression, CelValidationResult checked, CelRuntime runtime)
            throws CompileException, CelValidationException, CelEvaluationException {
        if (checked.hasError()) {
            throw CompileErrors.refusal(checked, "");
        }
        CelAbstractSyntaxTree tree = checked.getAst();
        Literals.require(tree);
        return new CompiledExpression(
                expression, tree, types.ourType(tree.getResultType()), variables, runtime.createProgram(tree));
    }
}

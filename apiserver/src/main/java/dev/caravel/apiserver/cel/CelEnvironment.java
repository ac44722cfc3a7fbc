package dev.caravel.apiserver.cel;

import static java.util.Objects.requireNonNull;

import dev.caravel.apiserver.cel.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What expressions of one place can mention: variables with their types, and Kubernetes' libraries.
 *
 * <p>The engine is loaded when the first expression is compiled. Immutable and thread-safe.
 */
public final class CelEnvironment {
    private final Map<String, CelType> variables;
    private final boolean makesObjects;
    private volatile Engine engine;

    private CelEnvironment(Map<String, CelType> variables, boolean makesObjects) {
        this.variables = variables;
        this.makesObjects = makesObjects;
    }

    public static CelEnvironment of(Map<String, CelType> variables) {
        return new CelEnvironment(new LinkedHashMap<>(variables), false);
    }

    public Map<String, CelType> variables() {
        return Map.copyOf(variables);
    }

    /** The same with one more variable, or another type of it. */
    public CelEnvironment with(String variable, CelType type) {
        Map<String, CelType> more = new LinkedHashMap<>(variables);
        more.put(requireNonNull(variable, "variable is null"), requireNonNull(type, "type is null"));
        return new CelEnvironment(more, makesObjects);
    }

    /** The same, with expressions that make objects: {@code Object.spec{replicas: 1}}, {@code JSONPatch{op: "remove"}}. */
    public CelEnvironment makingObjects() {
        return new CelEnvironment(variables, true);
    }

    /** @throws CompileException {@code compilation failed: ERROR: <input>:1:6: undefined field 'foo' …} */
    public CelProgram compile(String expression) throws CompileException {
        return engine().compile(expression);
    }

    private Engine engine() {
        if (engine == null) {
            synchronized (this) {
                if (engine == null) {
                    engine = new Engine(variables, makesObjects);
                }
            }
        }
        return engine;
    }
}

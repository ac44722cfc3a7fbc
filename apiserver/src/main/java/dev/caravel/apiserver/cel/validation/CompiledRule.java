package dev.caravel.apiserver.cel.validation;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.OptionalOf;
import dev.caravel.apiserver.cel.CompileException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A rule with its programs, or why there are none.
 *
 * @param error of the rule; empty when it can be evaluated
 * @param messageError of its messageExpression; likewise
 */
record CompiledRule(
        Rule rule,
        Optional<CelProgram> program,
        String error,
        Optional<CelProgram> messageProgram,
        String messageError) {
    static final String SELF = "self";
    static final String OLD_SELF = "oldSelf";

    boolean usesOldSelf() {
        return program.filter(it -> it.uses(OLD_SELF)).isPresent();
    }

    /** Compiles an expression that comes again only once; each takes milliseconds. For one thread. */
    private static final class Expressions {
        private final CelEnvironment environment;
        private final Map<String, CelProgram> programs = new HashMap<>();

        Expressions(CelEnvironment environment) {
            this.environment = environment;
        }

        CelProgram compile(String expression) throws CompileException {
            CelProgram program = programs.get(expression);
            if (program == null) {
                program = environment.compile(expression);
                programs.put(expression, program);
            }
            return program;
        }
    }

    /** @param self the type of the values that the rules are about */
    static List<CompiledRule> compile(List<Rule> rules, CelType self) {
        return rules.stream().map(compiler(self)).toList();
    }

    /** For one thread. */
    static Function<Rule, CompiledRule> compiler(CelType self) {
        Expressions plain = new Expressions(environment(self, self));
        Expressions optional = new Expressions(environment(self, new OptionalOf(self)));
        return rule -> compile(rule, rule.optionalOldSelf() ? optional : plain);
    }

    private static CelEnvironment environment(CelType self, CelType oldSelf) {
        Map<String, CelType> variables = new LinkedHashMap<>();
        variables.put(SELF, self);
        variables.put(OLD_SELF, oldSelf);
        return CelEnvironment.of(variables);
    }

    private static CompiledRule compile(Rule rule, Expressions expressions) {
        CelProgram program;
        try {
            program = expressions.compile(rule.rule());
        } catch (CompileException e) {
            return broken(rule, e.getMessage());
        }
        if (!program.resultType().equals(CelType.BOOL)) {
            return broken(rule, "cel expression must evaluate to a bool");
        }
        if (rule.messageExpression().isEmpty()) {
            return new CompiledRule(rule, Optional.of(program), "", Optional.empty(), "");
        }
        try {
            CelProgram message = expressions.compile(rule.messageExpression());
            return message.resultType().equals(CelType.STRING)
                    ? new CompiledRule(rule, Optional.of(program), "", Optional.of(message), "")
                    : withoutMessage(rule, program, "messageExpression must evaluate to a string");
        } catch (CompileException e) {
            return withoutMessage(rule, program, "messageExpression " + e.getMessage());
        }
    }

    private static CompiledRule broken(Rule rule, String error) {
        return new CompiledRule(rule, Optional.empty(), error, Optional.empty(), "");
    }

    private static CompiledRule withoutMessage(Rule rule, CelProgram program, String error) {
        return new CompiledRule(rule, Optional.of(program), "", Optional.empty(), error);
    }
}

package dev.caravel.apiserver.cel.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravel.apiserver.cel.CelProgram;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CostBudget;
import dev.caravel.apiserver.cel.CostRange;
import dev.caravel.apiserver.cel.EvaluationException;
import dev.caravel.apiserver.cel.EvaluationException.Cause;
import dev.caravel.apiserver.cel.cost.CostEstimator;
import dev.caravel.apiserver.cel.cost.CostMeter;
import dev.caravel.apiserver.cel.values.JsonValues;
import dev.caravel.apiserver.cel.values.LazyObject;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;

/** An expression that the library has checked and planned. */
final class CompiledExpression implements CelProgram {
    /** {@code claims.?email}. */
    private static final String OPTIONAL_SELECT = "_?._";

    private final String expression;
    private final CelAbstractSyntaxTree tree;
    private final CelType resultType;
    private final Map<String, CelType> variables;
    private final CelRuntime.Program program;

    CompiledExpression(
            String expression,
            CelAbstractSyntaxTree tree,
            CelType resultType,
            Map<String, CelType> variables,
            CelRuntime.Program program) {
        this.expression = expression;
        this.tree = tree;
        this.resultType = resultType;
        this.variables = variables;
        this.program = program;
    }

    @Override
    public String expression() {
        return expression;
    }

    @Override
    public CelType resultType() {
        return resultType;
    }

    @Override
    public CostRange estimatedCost() {
        return CostEstimator.estimate(tree, variables);
    }

    @Override
    public boolean uses(String variable) {
        return tree.getReferenceMap().values().stream()
                .anyMatch(reference ->
                        reference.overloadIds().isEmpty() && reference.name().equals(variable));
    }

    @Override
    public boolean selects(String variable, String field) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .anyMatch(node -> isSelection(node, variable, field));
    }

    private static boolean isSelection(CelExpr node, String variable, String field) {
        return switch (node.getKind()) {
            case SELECT ->
                node.select().field().equals(field) && isVariable(node.select().operand(), variable);
            case CALL -> {
                CelExpr.CelCall call = node.call();
                yield call.function().equals(OPTIONAL_SELECT)
                        && call.args().size() == 2
                        && isVariable(call.args().getFirst(), variable)
                        && call.args().getLast().getKind() == Kind.CONSTANT
                        && call.args().getLast().constant().getKind() == CelConstant.Kind.STRING_VALUE
                        && call.args().getLast().constant().stringValue().equals(field);
            }
            default -> false;
        };
    }

    private static boolean isVariable(CelExpr node, String variable) {
        return node.getKind() == Kind.IDENT && node.ident().name().equals(variable);
    }

    @Override
    public Object evaluate(Map<String, ?> values, CostBudget budget) throws EvaluationException {
        CostMeter meter = new CostMeter(budget);
        Map<String, Object> bound = new HashMap<>();
        try {
            values.forEach((name, value) -> bound.put(
                    name,
                    value instanceof JsonNode json
                            ? JsonValues.toCel(json, variables.getOrDefault(name, CelType.DYN))
                            : value));
            return program.trace(bound, meter);
        } catch (CostMeter.Exceeded e) {
            throw e.asEvaluationException();
        } catch (CelEvaluationException | RuntimeException e) {
            throw failureOf(e);
        } catch (StackOverflowError e) {
            throw new EvaluationException(Cause.TOO_EXPENSIVE, "operation cancelled: expression nests too deeply");
        }
    }

    /** What made a variable fail that is reckoned out on the way is told as it was. */
    private static EvaluationException failureOf(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof LazyObject.Failure failure) {
                return failure.failure();
            }
        }
        return new EvaluationException(Cause.FAILED, RuntimeMessages.of(e));
    }
}

package dev.caravel.apiserver.cel.cost;

import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CostRange;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an expression can cost at most, from the bounds of its variables, before it is ever evaluated. For one expression.
 *
 * <p>The estimate decides whether a CustomResourceDefinition is accepted, hence it follows upstream's.
 */
public final class CostEstimator {
    private record Estimate(CostRange cost, Shape shape) {}

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Shape> variables = new HashMap<>();

    private CostEstimator(CelAbstractSyntaxTree tree, Map<String, CelType> declared) {
        this.tree = tree;
        declared.forEach((name, type) -> variables.put(name, Shape.of(type)));
    }

    public static CostRange estimate(CelAbstractSyntaxTree tree, Map<String, CelType> variables) {
        return new CostEstimator(tree, variables).visit(tree.getExpr()).cost();
    }

    private Estimate visit(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> new Estimate(CostRange.ZERO, constant(expression.constant()));
            case IDENT ->
                new Estimate(
                        CostRange.ONE, variables.getOrDefault(expression.ident().name(), ofType(expression)));
            case SELECT -> select(expression);
            case CALL -> call(expression);
            case LIST -> list(expression);
            case MAP -> map(expression);
            case STRUCT -> {
                CostRange cost = CostRange.exactly(Prices.NEW_OBJECT);
                for (CelExpr.CelStruct.Entry entry : expression.struct().entries()) {
                    cost = cost.plus(visit(entry.value()).cost());
                }
                yield new Estimate(cost, Shape.UNKNOWN);
            }
            case COMPREHENSION -> comprehension(expression.comprehension());
            case NOT_SET -> new Estimate(CostRange.ZERO, Shape.UNKNOWN);
        };
    }

    private static Shape constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE ->
                Shape.of(CostRange.exactly(constant.stringValue().length()));
            case BYTES_VALUE -> Shape.of(CostRange.exactly(constant.bytesValue().size()));
            default -> Shape.ONE;
        };
    }

    /** Values of a fixed size have that size, wherever they come from. */
    private Shape ofType(CelExpr expression) {
        return switch (kind(expression)) {
            case BOOL, INT, UINT, DOUBLE, NULL_TYPE, TIMESTAMP, DURATION -> Shape.ONE;
            default -> Shape.UNKNOWN;
        };
    }

    private CelKind kind(CelExpr expression) {
        return tree.getType(expression.id()).map(type -> type.kind()).orElse(CelKind.DYN);
    }

    private Estimate select(CelExpr expression) {
        Estimate operand = visit(expression.select().operand());
        if (expression.select().testOnly()) {
            return new Estimate(operand.cost(), Shape.ONE);
        }
        CostRange own =
                switch (kind(expression.select().operand())) {
                    case MAP, STRUCT, TYPE_PARAM -> CostRange.ONE;
                    default -> CostRange.ZERO;
                };
        Shape field = operand.shape().field(expression.select().field());
        return new Estimate(operand.cost().plus(own), field == Shape.UNKNOWN ? ofType(expression) : field);
    }

    private Estimate list(CelExpr expression) {
        CostRange cost = CostRange.exactly(Prices.NEW_LIST);
        CostRange element = null;
        for (CelExpr each : expression.list().elements()) {
            Estimate estimate = visit(each);
            cost = cost.plus(estimate.cost());
            element = element == null
                    ? estimate.shape().size()
                    : element.or(estimate.shape().size());
        }
        return new Estimate(
                cost,
                Shape.of(CostRange.exactly(expression.list().elements().size()))
                        .holding(element == null ? CostRange.ZERO : element));
    }

    private Estimate map(CelExpr expression) {
        CostRange cost = CostRange.exactly(Prices.NEW_MAP);
        CostRange value = null;
        for (CelExpr.CelMap.Entry entry : expression.map().entries()) {
            Estimate estimate = visit(entry.value());
            cost = cost.plus(visit(entry.key()).cost()).plus(estimate.cost());
            value = value == null
                    ? estimate.shape().size()
                    : value.or(estimate.shape().size());
        }
        return new Estimate(
                cost,
                Shape.of(CostRange.exactly(expression.map().entries().size()))
                        .holding(value == null ? CostRange.ZERO : value));
    }

    private Estimate comprehension(CelComprehension loop) {
        Estimate range = visit(loop.iterRange());
        Estimate start = visit(loop.accuInit());
        Map<String, Shape> outer = new HashMap<>(variables);
        variables.put(loop.accuVar(), start.shape());
        boolean overMap = kind(loop.iterRange()) == CelKind.MAP;
        if (!loop.iterVar2().isEmpty()) {
            variables.put(loop.iterVar(), overMap ? Shape.of(CelType.STRING) : Shape.ONE);
            variables.put(loop.iterVar2(), range.shape().contained());
        } else {
            variables.put(
                    loop.iterVar(),
                    overMap ? Shape.of(CelType.STRING) : range.shape().contained());
        }
        Estimate step = visit(loop.loopStep());
        CostRange each = visit(loop.loopCondition()).cost().plus(step.cost());
        restore(outer, loop.iterVar());
        restore(outer, loop.iterVar2());
        Estimate result = visit(loop.result());
        variables.clear();
        variables.putAll(outer);
        Shape shape = loop.accuInit().getKind() == Kind.LIST || loop.accuInit().getKind() == Kind.MAP
                ? gathered(range.shape().size(), step.shape())
                : start.shape();
        return new Estimate(
                range.cost()
                        .plus(start.cost())
                        .plus(range.shape().size().times(each))
                        .plus(result.cost()),
                shape);
    }

    private void restore(Map<String, Shape> outer, String name) {
        if (outer.containsKey(name)) {
            variables.put(name, outer.get(name));
        } else {
            variables.remove(name);
        }
    }

    private static Shape gathered(CostRange size, Shape step) {
        Shape gathered = Shape.of(new CostRange(0, size.max()));
        return step.values().map(gathered::holding).orElse(gathered);
    }

    private Estimate call(CelExpr expression) {
        CelCall call = expression.call();
        List<CelExpr> operands = new ArrayList<>();
        call.target().ifPresent(operands::add);
        operands.addAll(call.args());
        List<Estimate> estimates = operands.stream().map(this::visit).toList();
        List<CostRange> costs = estimates.stream().map(Estimate::cost).toList();
        List<Shape> shapes = estimates.stream().map(Estimate::shape).toList();
        return switch (call.function()) {
            case "_?_:_" ->
                new Estimate(
                        costs.getFirst().plus(costs.get(1).or(costs.get(2))),
                        shapes.get(1).or(shapes.get(2)));
            case "_&&_", "_||_" ->
                new Estimate(
                        new CostRange(
                                costs.getFirst().min(),
                                costs.getFirst().plus(costs.get(1)).max()),
                        Shape.ONE);
            case "dyn" -> new Estimate(costs.getFirst().plus(CostRange.ONE), shapes.getFirst());
            default -> {
                List<CelKind> kinds = operands.stream().map(this::kind).toList();
                EstimatedCall estimated = EstimatedCall.of(call.function(), shapes, kinds);
                CostRange sum = estimated.cost();
                for (CostRange cost : costs) {
                    sum = sum.plus(cost);
                }
                Shape shape = estimated.result() == Shape.UNKNOWN ? ofType(expression) : estimated.result();
                yield new Estimate(sum, shape);
            }
        };
    }
}

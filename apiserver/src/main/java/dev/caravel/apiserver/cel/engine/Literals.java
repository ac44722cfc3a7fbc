package dev.caravel.apiserver.cel.engine;

import dev.caravel.apiserver.cel.CompileException;
import dev.caravel.apiserver.cel.library.RegexLimits;
import dev.caravel.apiserver.cel.values.Times;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.List;
import java.util.Set;

/** Patterns, durations and timestamps that are written out in an expression are read when it is compiled. */
final class Literals {
    private static final Set<String> PATTERN_FUNCTIONS = Set.of("matches", "find", "findAll");

    private Literals() {}

    static void require(CelAbstractSyntaxTree tree) throws CompileException {
        List<CelExpr> calls = CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.CALL)
                .map(node -> node.expr())
                .toList();
        for (CelExpr expression : calls) {
            CelCall call = expression.call();
            if (call.args().isEmpty()) {
                continue;
            }
            String function = call.function();
            if (PATTERN_FUNCTIONS.contains(function)) {
                int at = call.target().isPresent() ? 0 : Math.min(1, call.args().size() - 1);
                check(tree, call.args().get(at), "matches", RegexLimits::compile);
            } else if (function.equals("duration")) {
                check(tree, call.args().getFirst(), function, Times::duration);
            } else if (function.equals("timestamp")) {
                check(tree, call.args().getFirst(), function, Times::timestamp);
            }
        }
    }

    private interface Reader {
        Object read(String text);
    }

    private static void check(CelAbstractSyntaxTree tree, CelExpr argument, String function, Reader reader)
            throws CompileException {
        if (argument.getKind() != Kind.CONSTANT || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        try {
            reader.read(argument.constant().stringValue());
        } catch (RuntimeException e) {
            String message = "invalid " + function + " argument";
            throw new CompileException("compilation failed: "
                    + tree.getSource()
                            .getOffsetLocation(
                                    tree.getSource().getPositionsMap().getOrDefault(argument.id(), 0))
                            .map(location ->
                                    CelIssue.formatError(location, message).toDisplayString(tree.getSource()))
                            .orElse(message)
                    + ": " + e.getMessage());
        }
    }
}

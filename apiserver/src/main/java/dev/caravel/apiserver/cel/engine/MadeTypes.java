package dev.caravel.apiserver.cel.engine;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.caravel.apiserver.cel.values.NewObject;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.values.CelValueProvider;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of the objects that one expression makes: {@code JSONPatch}, and {@code Object} with the names of fields after
 * it. What fields those have, nobody knows beforehand: all that the expression gives them.
 */
final class MadeTypes implements CelTypeProvider, CelValueProvider {
    private static final String OBJECT = "Object";
    private static final String JSON_PATCH = "JSONPatch";
    private static final Set<String> TEXTS_OF_PATCH = Set.of("op", "path", "from");

    private final CelTypeProvider declared;
    private final Map<String, CelType> types = new LinkedHashMap<>();

    MadeTypes(CelTypeProvider declared, CelAbstractSyntaxTree parsed) {
        this.declared = declared;
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        fields.put(OBJECT, new LinkedHashSet<>());
        List<CelExpr.CelStruct> structs = CelNavigableAst.fromAst(parsed)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == Kind.STRUCT)
                .map(node -> node.expr().struct())
                .toList();
        for (CelExpr.CelStruct struct : structs) {
            String name = struct.messageName();
            if (name.equals(OBJECT) || name.startsWith(OBJECT + ".")) {
                Set<String> known = fields.computeIfAbsent(name, _ -> new LinkedHashSet<>());
                struct.entries().forEach(entry -> known.add(entry.fieldKey()));
            }
        }
        fields.forEach((name, known) ->
                types.put(name, StructType.create(name, ImmutableSet.copyOf(known), _ -> Optional.of(SimpleType.DYN))));
        types.put(JSON_PATCH, jsonPatch());
    }

    private static StructType jsonPatch() {
        return StructType.create(
                JSON_PATCH,
                ImmutableSet.of("op", "path", "from", "value"),
                field -> Optional.of(TEXTS_OF_PATCH.contains(field) ? SimpleType.STRING : SimpleType.DYN));
    }

    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.<CelType>builder()
                .addAll(types.values())
                .addAll(declared.types())
                .build();
    }

    @Override
    public Optional<CelType> findType(String name) {
        return Optional.ofNullable(types.get(name)).or(() -> declared.findType(name));
    }

    @Override
    public Optional<Object> newValue(String type, Map<String, Object> fields) {
        return types.containsKey(type) ? Optional.of(new NewObject(type, fields)) : Optional.empty();
    }
}

package dev.caravel.apiserver.extension.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.extension.schema.definition.CustomResourceDefinitionBehavior;
import dev.caravel.apiserver.extension.schema.definition.DefinitionValidation;
import dev.caravel.apiserver.resource.Schema;
import dev.caravel.apiserver.resource.builtin.BuiltinCatalog;
import java.util.function.Consumer;

/** The parts that know what CRDs say of their objects. */
public record SchemaSetup(CustomResourceFactory resources, CustomResourceDefinitionBehavior definitions) {
    private static final String OBJECT_META = "k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    public static SchemaSetup of(
            BuiltinCatalog catalog, ValidationRules.Compiler rules, Consumer<ObjectNode> whenDeleted) {
        Schema objectMeta = catalog.schema(OBJECT_META).orElseThrow();
        return new SchemaSetup(
                new CustomResourceFactory(objectMeta, rules),
                new CustomResourceDefinitionBehavior(new DefinitionValidation(objectMeta, rules), whenDeleted));
    }
}

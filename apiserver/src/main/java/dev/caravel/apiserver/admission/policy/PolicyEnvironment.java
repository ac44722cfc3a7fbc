package dev.caravel.apiserver.admission.policy;

import dev.caravel.apiserver.cel.CelEnvironment;
import dev.caravel.apiserver.cel.CelType;
import dev.caravel.apiserver.cel.CelType.Field;
import dev.caravel.apiserver.cel.CelType.ListOf;
import dev.caravel.apiserver.cel.CelType.MapOf;
import dev.caravel.apiserver.cel.CelType.ObjectOf;
import dev.caravel.apiserver.cel.CelType.Opaque;
import java.util.LinkedHashMap;
import java.util.Map;

/** What expressions about a request can mention. */
public final class PolicyEnvironment {
    /** Not loaded before the first expression: names of the types only. */
    static final String AUTHORIZER = "kubernetes.authorization.Authorizer";

    static final String RESOURCE_CHECK = "kubernetes.authorization.ResourceCheck";

    private static final CelType TEXTS = new MapOf(CelType.STRING);
    private static final ObjectOf NAMESPACE = ObjectOf.of(
            "kubernetes.Namespace",
            Map.of(
                    "metadata",
                    field(
                            "metadata",
                            ObjectOf.of(
                                    "kubernetes.NamespaceMetadata",
                                    fields(
                                            "name", CelType.STRING,
                                            "generateName", CelType.STRING,
                                            "namespace", CelType.STRING,
                                            "labels", TEXTS,
                                            "annotations", TEXTS,
                                            "UID", CelType.STRING,
                                            "creationTimestamp", CelType.TIMESTAMP,
                                            "deletionGracePeriodSeconds", CelType.INT,
                                            "deletionTimestamp", CelType.TIMESTAMP,
                                            "generation", CelType.INT,
                                            "resourceVersion", CelType.STRING,
                                            "finalizers", new ListOf(CelType.STRING)))),
                    "spec",
                    field(
                            "spec",
                            ObjectOf.of("kubernetes.NamespaceSpec", fields("finalizers", new ListOf(CelType.STRING)))),
                    "status",
                    field("status", ObjectOf.of("kubernetes.NamespaceStatus", fields("phase", CelType.STRING)))));

    private PolicyEnvironment() {}

    /**
     * @param params whether there is a {@code params}
     * @param authorizer whether access can be asked for
     */
    public static CelEnvironment of(boolean params, boolean authorizer) {
        Map<String, CelType> variables = new LinkedHashMap<>();
        variables.put("object", CelType.DYN);
        variables.put("oldObject", CelType.DYN);
        variables.put("request", requestType());
        variables.put("namespaceObject", NAMESPACE);
        if (params) {
            variables.put("params", CelType.DYN);
        }
        if (authorizer) {
            variables.put("authorizer", new Opaque(AUTHORIZER));
            variables.put("authorizer.requestResource", new Opaque(RESOURCE_CHECK));
        }
        return CelEnvironment.of(variables);
    }

    private static ObjectOf requestType() {
        ObjectOf kind = ObjectOf.of(
                "kubernetes.GroupVersionKind",
                fields("group", CelType.STRING, "version", CelType.STRING, "kind", CelType.STRING));
        ObjectOf resource = ObjectOf.of(
                "kubernetes.GroupVersionResource",
                fields("group", CelType.STRING, "version", CelType.STRING, "resource", CelType.STRING));
        ObjectOf user = ObjectOf.of(
                "kubernetes.UserInfo",
                fields(
                        "username",
                        CelType.STRING,
                        "uid",
                        CelType.STRING,
                        "groups",
                        new ListOf(CelType.STRING),
                        "extra",
                        new MapOf(new ListOf(CelType.STRING))));
        return ObjectOf.of(
                "kubernetes.AdmissionRequest",
                fields(
                        "kind", kind,
                        "resource", resource,
                        "subResource", CelType.STRING,
                        "requestKind", kind,
                        "requestResource", resource,
                        "requestSubResource", CelType.STRING,
                        "name", CelType.STRING,
                        "namespace", CelType.STRING,
                        "operation", CelType.STRING,
                        "userInfo", user,
                        "dryRun", CelType.BOOL,
                        "options", CelType.DYN));
    }

    private static Map<String, Field> fields(Object... namesAndTypes) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            String name = (String) namesAndTypes[i];
            fields.put(name, field(name.equals("UID") ? "uid" : name, (CelType) namesAndTypes[i + 1]));
        }
        return fields;
    }

    private static Field field(String name, CelType type) {
        return new Field(name, type);
    }
}

package dev.caravel.apiserver.cel.library;

import static dev.caravel.apiserver.cel.library.Function.member;
import static dev.caravel.apiserver.cel.library.Type.STRING;

import dev.caravel.apiserver.authorization.Authorizer.Decision;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import java.util.List;

/** {@code authorizer.group('apps').resource('deployments').check('create').allowed()}. */
final class AuthorizerFunctions {
    private static final Type<AccessCheck> AUTHORIZER = Type.opaque(AccessCheck.TYPE, AccessCheck.class);
    private static final Type<AccessCheck.Path> PATH =
            Type.opaque("kubernetes.authorization.PathCheck", AccessCheck.Path.class);
    private static final Type<AccessCheck.Group> GROUP =
            Type.opaque("kubernetes.authorization.GroupCheck", AccessCheck.Group.class);
    private static final Type<AccessCheck.OfResource> RESOURCE =
            Type.opaque("kubernetes.authorization.ResourceCheck", AccessCheck.OfResource.class);
    private static final Type<Decision> DECISION = Type.opaque("kubernetes.authorization.Decision", Decision.class);

    private AuthorizerFunctions() {}

    static List<Function> all() {
        return List.of(
                Function.of("path", member("authorizer_path", PATH.declared(), AUTHORIZER, STRING, (check, path) -> {
                    if (path.isEmpty()) {
                        throw new CelInvalidArgumentException("path must not be empty");
                    }
                    return new AccessCheck.Path(check, path);
                })),
                Function.of(
                        "group",
                        member("authorizer_group", GROUP.declared(), AUTHORIZER, STRING, AccessCheck.Group::new)),
                Function.of(
                        "serviceAccount",
                        member(
                                "authorizer_serviceaccount",
                                AUTHORIZER.declared(),
                                arguments -> ((AccessCheck) arguments[0])
                                        .asServiceAccount((String) arguments[1], (String) arguments[2]),
                                AUTHORIZER,
                                STRING,
                                STRING)),
                Function.of(
                        "resource",
                        member("groupcheck_resource", RESOURCE.declared(), GROUP, STRING, AccessCheck.Group::resource)),
                Function.of(
                        "subresource",
                        member(
                                "resourcecheck_subresource",
                                RESOURCE.declared(),
                                RESOURCE,
                                STRING,
                                (check, text) -> check.withSubresource(text))),
                Function.of(
                        "namespace",
                        member(
                                "resourcecheck_namespace",
                                RESOURCE.declared(),
                                RESOURCE,
                                STRING,
                                (check, text) -> check.withNamespace(text))),
                Function.of(
                        "name",
                        member(
                                "resourcecheck_name",
                                RESOURCE.declared(),
                                RESOURCE,
                                STRING,
                                (check, text) -> check.withName(text))),
                Function.of(
                        "fieldSelector",
                        member(
                                "authorizer_fieldselector",
                                RESOURCE.declared(),
                                RESOURCE,
                                STRING,
                                (check, text) -> check.withFieldSelector(text))),
                Function.of(
                        "labelSelector",
                        member(
                                "authorizer_labelselector",
                                RESOURCE.declared(),
                                RESOURCE,
                                STRING,
                                (check, text) -> check.withLabelSelector(text))),
                Function.of(
                        "check",
                        member("pathcheck_check", DECISION.declared(), PATH, STRING, AccessCheck.Path::check),
                        member(
                                "resourcecheck_check",
                                DECISION.declared(),
                                RESOURCE,
                                STRING,
                                (check, verb) -> check.check(verb))),
                Function.of("allowed", member("decision_allowed", SimpleType.BOOL, DECISION, Decision::allowed)),
                Function.of("reason", member("decision_reason", SimpleType.STRING, DECISION, Decision::reason)),
                Function.of("errored", member("decision_errored", SimpleType.BOOL, DECISION, Decision::failed)),
                Function.of("error", member("decision_error", SimpleType.STRING, DECISION, Decision::error)));
    }
}

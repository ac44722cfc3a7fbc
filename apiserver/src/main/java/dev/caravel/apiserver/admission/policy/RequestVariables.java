package dev.caravel.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.admission.AdmissionRequest;
import dev.caravel.apiserver.authorization.Authorizer;
import dev.caravel.apiserver.cel.library.AccessCheck;
import dev.caravel.apiserver.resource.GroupVersionKind;
import dev.caravel.apiserver.resource.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of what {@link PolicyEnvironment} declares, for one request. */
public final class RequestVariables {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RequestVariables() {}

    /**
     * @param request as it was made
     * @param seen the resource in the version in which a policy or webhook wants to see it
     * @param authorizer empty where expressions cannot ask for access
     * @param namespace the request's namespace; empty for cluster-scoped resources
     * @param params empty when there are none
     */
    public static Map<String, Object> of(
            AdmissionRequest request,
            Seen seen,
            Optional<Authorizer> authorizer,
            Optional<ObjectNode> namespace,
            Optional<ObjectNode> params) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("object", orNull(seen.object()));
        variables.put("oldObject", orNull(seen.oldObject()));
        variables.put("request", review(request, seen.resource()));
        variables.put("namespaceObject", orNull(namespace));
        variables.put("params", orNull(params));
        authorizer.ifPresent(asked -> {
            AccessCheck check = new AccessCheck(asked, request.user());
            variables.put("authorizer", check);
            variables.put(
                    "authorizer.requestResource",
                    new AccessCheck.OfResource(
                            check,
                            request.resource().id().groupResource(),
                            request.subresource(),
                            request.namespace(),
                            request.name(),
                            "",
                            ""));
        });
        return variables;
    }

    private static JsonNode orNull(Optional<ObjectNode> object) {
        return object.<JsonNode>map(present -> present).orElse(NullNode.instance);
    }

    private static ObjectNode review(AdmissionRequest request, Resource seen) {
        ObjectNode review = JSON.objectNode();
        review.set("kind", kind(seen, request.subresource()));
        review.set("resource", resource(seen));
        review.put("subResource", request.subresource());
        review.set("requestKind", kind(request.resource(), request.subresource()));
        review.set("requestResource", resource(request.resource()));
        review.put("requestSubResource", request.subresource());
        review.put("name", request.name());
        review.put("namespace", request.namespace());
        review.put("operation", request.operation().name());
        review.put("dryRun", request.dryRun());
        review.set("options", orNull(request.options()));
        ObjectNode user = review.putObject("userInfo");
        user.put("username", request.user().name());
        user.put("uid", request.user().uid());
        ArrayNode groups = user.putArray("groups");
        request.user().groups().forEach(groups::add);
        ObjectNode extra = user.putObject("extra");
        request.user().extra().forEach((key, values) -> {
            ArrayNode list = extra.putArray(key);
            values.forEach(list::add);
        });
        return review;
    }

    private static ObjectNode kind(Resource resource, String subresource) {
        GroupVersionKind kind = resource.definition().kind(subresource);
        return JSON.objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static ObjectNode resource(Resource resource) {
        return JSON.objectNode()
                .put("group", resource.id().group())
                .put("version", resource.id().version())
                .put("resource", resource.id().resource());
    }
}

package dev.caravel.apiserver.patch.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.Optional;

/** The versions in which the objects of one resource can be seen: managers own fields in the version that they know. */
record Versions(Resource resource, ResourceCatalog catalog) {
    String own() {
        return resource.id().apiVersion();
    }

    /** Empty when the version is not served any more. */
    Optional<Resource> find(String apiVersion) {
        if (apiVersion.equals(own())) {
            return Optional.of(resource);
        }
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return catalog.findKind(
                group, apiVersion.substring(slash + 1), resource.definition().kind());
    }

    /** How one version looks at an object. */
    record View(Resource resource, ValueType type) {
        static View of(Resource resource) {
            return new View(resource, ValueType.of(resource.schema()));
        }
    }

    Optional<View> view(String apiVersion) {
        return find(apiVersion).map(View::of);
    }

    /** The same object in another version. */
    static ObjectNode convert(JsonNode object, Resource from, Resource to) {
        ObjectNode source = (ObjectNode) object;
        return from.id().apiVersion().equals(to.id().apiVersion()) ? source : to.fromStorage(from.toStorage(source));
    }
}

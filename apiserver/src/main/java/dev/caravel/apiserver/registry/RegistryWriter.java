package dev.caravel.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.authentication.UserInfo;
import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import dev.caravel.apiserver.resource.ResourceCatalog;
import java.util.function.UnaryOperator;

/** {@link ObjectWriter} on the verbs that clients use. */
public final class RegistryWriter implements ObjectWriter {
    /** Upstream's name for the API server's own connection to itself. */
    private static final UserInfo SELF = UserInfo.of("system:apiserver", UserInfo.GROUP_MASTERS);

    private final ResourceCatalog catalog;
    private final Creation creation;
    private final Update update;
    private final Removal removal;

    public RegistryWriter(ResourceCatalog catalog, Creation creation, Update update, Removal removal) {
        this.catalog = catalog;
        this.creation = creation;
        this.update = update;
        this.removal = removal;
    }

    @Override
    public ObjectNode create(GroupResource id, String namespace, ObjectNode object) {
        return creation.create(Target.of(resource(id), namespace, ""), object.deepCopy(), WriteOptions.internal(SELF));
    }

    @Override
    public ObjectNode update(GroupResource id, String namespace, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        return update.update(
                Target.of(resource(id), namespace, name), _ -> object.deepCopy(), WriteOptions.internal(SELF));
    }

    @Override
    public ObjectNode mutate(GroupResource id, String namespace, String name, UnaryOperator<ObjectNode> change) {
        return update.update(
                Target.of(resource(id), namespace, name),
                present -> change.apply(present.deepCopy()),
                WriteOptions.internal(SELF));
    }

    @Override
    public ObjectNode amend(
            GroupResource id, String namespace, String name, boolean dryRun, UnaryOperator<ObjectNode> change) {
        return update.amend(Target.of(resource(id), namespace, name), dryRun, change);
    }

    @Override
    public void delete(GroupResource id, String namespace, String name, ObjectNode options, UserInfo user) {
        removal.deleteAdmitted(
                Target.of(resource(id), namespace, name), DeleteOptions.of(options), WriteOptions.internal(user));
    }

    private Resource resource(GroupResource id) {
        return catalog.find(id).orElseThrow(() -> new IllegalArgumentException("no such resource: " + id));
    }
}

package dev.caravel.apiserver.storage.encryption;

import dev.caravel.apiserver.resource.GroupResource;
import dev.caravel.apiserver.resource.Resource;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells from a key in the storage whose object is there. Immutable and thread-safe. */
final class StoredResources {
    private final String prefix;
    private final Map<String, GroupResource> builtIn;

    /**
     * @param prefix of all keys, for example {@code /registry/}
     * @param builtIn resources whose keys do not name group and plural, as those of CustomResourceDefinitions do
     */
    StoredResources(String prefix, Collection<Resource> builtIn) {
        this.prefix = prefix;
        this.builtIn = builtIn.stream()
                .filter(resource -> !resource.definition().storagePrefix().isEmpty())
                .collect(Collectors.toMap(
                        resource -> resource.definition().storagePrefix(),
                        StoredResources::storedAs,
                        (first, _) -> first));
    }

    /** Events are configured under their first group, whichever group they are written by. */
    private static GroupResource storedAs(Resource resource) {
        int slash = resource.storageApiVersion().indexOf('/');
        String group = slash < 0 ? "" : resource.storageApiVersion().substring(0, slash);
        return new GroupResource(group, resource.id().resource());
    }

    GroupResource of(String key) {
        String path = key.startsWith(prefix) ? key.substring(prefix.length()) : key;
        int first = path.indexOf('/');
        if (first < 0) {
            return new GroupResource("", path);
        }
        int second = path.indexOf('/', first + 1);
        String two = second < 0 ? path : path.substring(0, second);
        GroupResource ofTwo = builtIn.get(two);
        if (ofTwo != null) {
            return ofTwo;
        }
        GroupResource ofOne = builtIn.get(path.substring(0, first));
        return ofOne != null ? ofOne : new GroupResource(path.substring(0, first), two.substring(first + 1));
    }
}

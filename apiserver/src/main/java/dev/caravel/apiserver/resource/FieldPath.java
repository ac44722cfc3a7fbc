package dev.caravel.apiserver.resource;

/** Writes paths of fields as upstream does: {@code spec.containers[0].name}, {@code data[my.key]}. */
public final class FieldPath {
    private FieldPath() {}

    /** The path of a field inside the object at {@code parent}; the empty path is the whole object. */
    public static String child(String parent, String field) {
        return parent.isEmpty() ? field : parent + "." + field;
    }

    public static String index(String parent, int index) {
        return parent + "[" + index + "]";
    }

    public static String key(String parent, String key) {
        return parent + "[" + key + "]";
    }
}

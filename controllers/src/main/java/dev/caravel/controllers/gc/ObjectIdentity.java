package dev.caravel.controllers.gc;

/** One object for all time: the uid says which, the rest where to find it. {@code namespace} may be empty. */
record ObjectIdentity(String apiVersion, String kind, String namespace, String name, String uid) {
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? name : namespace + "/" + name) + " (" + uid + ")";
    }
}

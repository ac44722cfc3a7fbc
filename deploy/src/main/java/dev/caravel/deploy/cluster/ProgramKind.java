package dev.caravel.deploy.cluster;

/** What a role's program is. */
public enum ProgramKind {
    /** An executable of its own, which needs no JVM. */
    NATIVE("native"),
    /** Jars, run by the JDK that this program itself runs on. */
    JVM("JVM"),
    /** Another program with the same flags, which the user has put in the role's place. */
    GIVEN("given");

    private final String label;

    ProgramKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}

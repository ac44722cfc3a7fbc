package dev.caravel.nativeimage;

/**
 * Where an option comes from. The builder reads it behind the option's name, tells the user of it, and resolves by it the
 * files that the option names.
 */
record Origin(String name) {
    static final Origin USER = new Origin("user");
    static final Origin DRIVER = new Origin("driver");

    /** Of an option that stands for another one: the builder then names the option that was given. */
    Origin throughApi() {
        return new Origin(name + "+api");
    }

    /** {@code -H:Name=value} becomes {@code -H:Name@origin=value}, unless it has an origin already; {@code -R:} takes none. */
    String mark(String option) {
        if (!option.startsWith("-H:")) {
            return option;
        }
        int equals = option.indexOf('=');
        String key = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals);
        return key.contains("@") ? option : key + "@" + name + value;
    }
}

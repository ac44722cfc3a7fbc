package dev.caravel.apiserver.audit;

/** How much is written down of a request; each level has what those before it have. */
enum AuditLevel {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String text;

    AuditLevel(String text) {
        this.text = text;
    }

    static AuditLevel of(String text) {
        for (AuditLevel level : values()) {
            if (level.text.equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException("Unsupported value: \"" + text
                + "\": supported values: \"Metadata\", \"None\", \"Request\", \"RequestResponse\"");
    }

    boolean includes(AuditLevel other) {
        return compareTo(other) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}

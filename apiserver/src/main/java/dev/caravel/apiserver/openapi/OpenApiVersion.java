package dev.caravel.apiserver.openapi;

/** The versions of OpenAPI that are spoken. */
enum OpenApiVersion {
    V2("#/definitions/"),
    V3("#/components/schemas/");

    private final String definitionsPath;

    OpenApiVersion(String definitionsPath) {
        this.definitionsPath = definitionsPath;
    }

    String definitionsPath() {
        return definitionsPath;
    }
}

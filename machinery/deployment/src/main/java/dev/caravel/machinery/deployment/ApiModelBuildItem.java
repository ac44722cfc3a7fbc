package dev.caravel.machinery.deployment;

import static java.util.Objects.requireNonNull;

import io.quarkus.builder.item.SimpleBuildItem;

/** What the application needs of Fabric8's model of the API. */
final class ApiModelBuildItem extends SimpleBuildItem {
    private final ApiModel model;

    ApiModelBuildItem(ApiModel model) {
        this.model = requireNonNull(model, "model is null");
    }

    ApiModel model() {
        return model;
    }
}

package dev.caravel.apiserver.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravel.apiserver.resource.conversion.Conversion;
import dev.caravel.apiserver.webhook.ClientConfig;
import dev.caravel.apiserver.webhook.WebhookClient;

/** Finds the conversion that a CustomResourceDefinition wants between two of its versions. */
@FunctionalInterface
public interface ConversionFactory {
    Conversion conversion(ObjectNode crd, String served, String stored);

    /** Both of the strategies that there are. */
    static ConversionFactory asking(WebhookClient client) {
        return (crd, served, stored) -> {
            String group = crd.at("/spec/group").asText();
            String servedVersion = group + "/" + served;
            String storedVersion = group + "/" + stored;
            JsonNode conversion = crd.at("/spec/conversion");
            return conversion.path("strategy").asText().equals("Webhook")
                    ? new WebhookConversion(
                            client,
                            ClientConfig.of(conversion.at("/webhook/clientConfig")),
                            servedVersion,
                            storedVersion)
                    : new ApiVersionRewrite(servedVersion, storedVersion);
        };
    }
}

package dev.escriba.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of models. */
interface ModelsContract {

    Service service();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v2/AIModels", "/api/aimodels", "/api/V2/AiModels"})
    default void modelsAreListedAndOneIsTheDefault(String path) {
        JsonArray models = array(service().get(path));
        assertThat(models).hasSizeGreaterThanOrEqualTo(2);
        for (JsonObject model : models.getValuesAs(JsonObject.class)) {
            assertThat(model.keySet())
                    .containsExactly(
                            "id",
                            "name",
                            "provider",
                            "languages",
                            "isDefault",
                            "licence",
                            "enabled",
                            "fallback",
                            "limits",
                            "price",
                            "health",
                            "version");
            assertThat(model.getJsonObject("health").getString("state")).isEqualTo("UP");
            assertThat(UUID.fromString(model.getString("id"))).isNotNull();
        }
        assertThat(models.getValuesAs(JsonObject.class))
                .filteredOn(model -> model.getBoolean("isDefault"))
                .singleElement()
                .satisfies(model ->
                        assertThat(model.getJsonArray("languages").toString()).isEqualTo("[\"en\",\"es\"]"));
    }

    @Test
    default void theListIsJsonUnderTextPlainToo() {
        HttpResponse<String> response = service()
                .send(service()
                        .request("/api/v2/AIModels")
                        .header("Accept", "text/plain")
                        .GET());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(array(response)).isEqualTo(array(service().get("/api/v2/AIModels")));
    }

    private static JsonArray array(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readArray();
        }
    }
}

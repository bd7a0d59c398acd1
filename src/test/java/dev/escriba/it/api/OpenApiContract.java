package dev.escriba.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.GeneratedClient;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published description against the contract, and against a linter and a generator of clients that others make. */
interface OpenApiContract {

    Service service();

    @Test
    default void theDescriptionIsServedWordForWord() throws IOException {
        HttpResponse<String> response = describe("/openapi", "*/*");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml")));
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi, */*, yaml",
        "/openapi, application/yaml, yaml",
        "/openapi, application/json, json",
        "/openapi?format=JSON, */*, json",
        "/openapi?format=json, application/yaml, json",
        "/openapi?format=YAML, application/json, yaml"
    })
    default void theCallerChoosesTheFormat(String address, String accept, String format) {
        HttpResponse<String> response = describe(address, accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/" + format);
        assertThat(response.body()).startsWith("json".equals(format) ? "{\"openapi\":\"3.0.3\"" : "openapi: 3.0.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    default void theLinterFindsNoProblem(String format) throws IOException, InterruptedException {
        String description = describe("/openapi?format=" + format, "*/*").body();
        Path file = Files.writeString(Files.createTempFile("openapi", "." + format), description);
        try {
            JsonObject found = Node.run("lint.mjs", file.toString());
            assertThat(found.getJsonArray("problems")).isEmpty();
            assertThat(found.getJsonObject("totals").getInt("errors")).isZero();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    default void aGeneratedClientTranscribes() throws ReflectiveOperationException {
        String description = describe("/openapi", "application/json").body();
        String transcript = GeneratedClient.of(description).transcribe(service(), MediaFixture.ENGLISH);
        assertThat(Answer.words(transcript)).contains("brown fox");
    }

    /** Servers add, lose and change all of these where they write the description anew. */
    @Test
    default void theDescriptionHasNothingOfTheServer() {
        JsonObject document = openApi();
        assertThat(document.keySet())
                .containsExactlyInAnyOrder("openapi", "info", "servers", "security", "tags", "paths", "components");
        assertThat(document.getJsonObject("info").getJsonObject("license").getString("name"))
                .isEqualTo("Apache-2.0");
        assertThat(document.getJsonArray("servers"))
                .containsExactly(Json.createObjectBuilder().add("url", "/").build());
        assertThat(document.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject("Unauthorized")
                        .toString())
                .contains("\"errors\":{}");
        assertThat(nullablesWithoutType(document)).isEmpty();
    }

    @Test
    default void theDescriptionIsPublicAndComplete() {
        JsonObject document = openApi();
        JsonObject operation = document.getJsonObject("paths")
                .getJsonObject("/api/v2/Audio/transcribe")
                .getJsonObject("post");
        assertThat(operation.getJsonObject("responses").keySet())
                .contains("200", "400", "401", "403", "404", "405", "406", "415", "500", "503");
        assertThat(operation
                        .getJsonObject("responses")
                        .getJsonObject("200")
                        .getJsonObject("content")
                        .keySet())
                .containsExactlyInAnyOrder("application/json", "text/json", "text/plain");
        assertThat(operation
                        .getJsonObject("requestBody")
                        .getJsonObject("content")
                        .keySet())
                .containsExactly("multipart/form-data");
        assertThat(document.getJsonObject("paths").keySet())
                .contains(
                        "/api/v2/AIModels",
                        "/api/v2/Instances",
                        "/api/v2/Instances/{id}",
                        "/api/v2/Instances/{id}/transcript",
                        "/api/v2/Instances/{id}/transcript/peaks",
                        "/api/v2/Billing/balance",
                        "/api/v2/Billing/credits",
                        "/api/v2/Billing/ledger",
                        "/api/v2/Billing/prices",
                        "/api/v2/Billing/reconciliation",
                        "/api/v2/Billing/usage");
    }

    @Test
    default void partsAndLimitsAreThoseOfTheContract() {
        JsonObject form = schema("TranscriptionRequest");
        assertThat(form.getJsonArray("required").getValuesAs(JsonString::getString))
                .containsExactly("File");
        JsonObject parts = form.getJsonObject("properties");
        // Channels is an extension of this service
        assertThat(parts.keySet())
                .containsExactlyInAnyOrder("File", "ModelId", "Prompt", "UserIdentifier", "Channel", "Channels");
        assertThat(parts.getJsonObject("File").getString("format")).isEqualTo("binary");
        assertThat(parts.getJsonObject("File").getInt("maxLength")).isEqualTo(26_214_400);
        assertThat(parts.getJsonObject("ModelId").getString("format")).isEqualTo("uuid");
        assertThat(parts.getJsonObject("UserIdentifier").getInt("maxLength")).isEqualTo(256);
        assertThat(parts.getJsonObject("Channel").getInt("maxLength")).isEqualTo(100);
        for (String format : MediaFixture.settings().formats()) {
            assertThat(parts.getJsonObject("File").getString("description")).contains(format);
        }
    }

    @Test
    default void theAnswerIsThatOfTheContract() {
        assertThat(names("Transcription"))
                .containsExactlyInAnyOrder("instanceId", "transcript", "metadata", "tokenUsage", "cost");
        assertThat(names("Metadata")).containsExactlyInAnyOrder("language", "duration");
        assertThat(names("TokenUsage")).containsExactlyInAnyOrder("completionTokens", "promptTokens", "totalTokens");
        assertThat(names("Cost")).containsExactlyInAnyOrder("completion", "prompt", "total", "currency");
        assertThat(names("Problem")).containsExactlyInAnyOrder("message", "errors");
    }

    @Test
    default void typesAndNullsAreThoseOfTheContract() {
        JsonObject transcription = schema("Transcription").getJsonObject("properties");
        assertThat(transcription.getJsonObject("instanceId").getString("format"))
                .isEqualTo("uuid");
        assertThat(transcription.getJsonObject("transcript").getBoolean("nullable"))
                .isTrue();
        JsonObject metadata = schema("Metadata").getJsonObject("properties");
        assertThat(metadata.getJsonObject("language").getBoolean("nullable")).isTrue();
        assertThat(metadata.getJsonObject("duration").getString("format")).isEqualTo("date-span");
        assertThat(metadata.getJsonObject("duration").getBoolean("nullable")).isTrue();
        schema("TokenUsage").getJsonObject("properties").values().forEach(value -> assertThat(
                        value.asJsonObject().getString("format"))
                .isEqualTo("int32"));
        JsonObject cost = schema("Cost").getJsonObject("properties");
        assertThat(cost.getJsonObject("total").getString("format")).isEqualTo("double");
        assertThat(cost.getJsonObject("currency").getBoolean("nullable")).isTrue();
    }

    @Test
    default void refusalsSayWhatTheyCarry() {
        JsonObject responses = openApi().getJsonObject("components").getJsonObject("responses");
        assertThat(responses.getJsonObject("Busy").getJsonObject("headers")).containsKey("Retry-After");
        assertThat(responses.getJsonObject("Unauthorized").getJsonObject("headers"))
                .containsKey("WWW-Authenticate");
        responses.forEach((name, response) -> assertThat(response.asJsonObject()
                        .getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("schema")
                        .getString("$ref"))
                .as(name)
                // the only one that is no refusal
                .endsWith(name.equals("Accepted") ? "/AcceptedExecution" : "/Problem"));
        assertThat(responses.getJsonObject("BadRequest").toString())
                .contains("The file is empty.", "El archivo está vacío.");
    }

    @Test
    default void credentialsAndCultureAreDescribed() {
        JsonObject components = openApi().getJsonObject("components");
        JsonObject key = components.getJsonObject("securitySchemes").getJsonObject("apiKey");
        assertThat(key.getString("name")).isEqualTo("X-API-KEY");
        assertThat(key.getString("in")).isEqualTo("header");
        assertThat(components
                        .getJsonObject("parameters")
                        .getJsonObject("culture")
                        .getJsonObject("schema")
                        .getJsonArray("enum")
                        .getValuesAs(JsonString::getString))
                .containsExactlyElementsOf(Answer.cultures());
    }

    /** An answer has exactly the field names of its description. */
    @Test
    default void answersHaveTheNamesThatAreDescribed() {
        assertThat(names("Balance")).isEqualTo(keys("/api/v2/Billing/balance"));
        assertThat(names("LedgerPage")).isEqualTo(keys("/api/v2/Billing/ledger"));
        assertThat(names("Usage")).isEqualTo(keys("/api/v2/Billing/usage"));
        assertThat(names("Reconciliation")).isEqualTo(keys("/api/v2/Billing/reconciliation"));
        assertThat(names("InstancesPage")).isEqualTo(keys("/api/v2/Instances"));
        assertThat(names("LedgerLine"))
                .isEqualTo(Answer.json(service().get("/api/v2/Billing/ledger"))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .keySet());
    }

    @Test
    default void itemsHaveTheNamesThatAreDescribed() {
        assertThat(names("Instance")).isEqualTo(first("/api/v2/Instances").keySet());
        assertThat(names("UsageItem")).isEqualTo(first("/api/v2/Billing/usage").keySet());
        JsonObject price;
        try (JsonReader reader = Json.createReader(
                new StringReader(service().get("/api/v2/Billing/prices").body()))) {
            price = reader.readArray().getJsonObject(0);
        }
        assertThat(names("Price")).isEqualTo(price.keySet());
    }

    private JsonObject first(String path) {
        // there has to be one, whatever ran before
        Answer.success(service().transcribe(Service.Part.file("File", MediaFixture.ENGLISH)));
        return Answer.success(service().get(path)).getJsonArray("items").getJsonObject(0);
    }

    private Set<String> keys(String path) {
        return Answer.success(service().get(path)).keySet();
    }

    private Set<String> names(String schema) {
        return schema(schema).getJsonObject("properties").keySet();
    }

    private JsonObject schema(String name) {
        return openApi().getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
    }

    private static List<JsonObject> nullablesWithoutType(JsonValue value) {
        Stream<JsonValue> children = Stream.empty();
        List<JsonObject> found = new ArrayList<>();
        if (value instanceof JsonArray array) {
            children = array.stream();
        } else if (value instanceof JsonObject object) {
            children = object.values().stream();
            if (object.get("nullable") == JsonValue.TRUE && !object.containsKey("type")) {
                found.add(object);
            }
        }
        children.map(OpenApiContract::nullablesWithoutType).forEach(found::addAll);
        return found;
    }

    private HttpResponse<String> describe(String address, String accept) {
        return service()
                .send(HttpRequest.newBuilder(service().base().resolve(address))
                        .header("Accept", accept)
                        .GET());
    }

    private JsonObject openApi() {
        HttpResponse<String> response = describe("/openapi?format=JSON", "application/json");
        assertThat(response.statusCode()).isEqualTo(200);
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }
}

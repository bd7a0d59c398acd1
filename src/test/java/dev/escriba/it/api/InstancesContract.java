package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored executions. */
interface InstancesContract {

    /** More than 200 characters. */
    String TOO_LONG = "0123456789012345678901234567890123456789012345678901234567890123456789"
            + "0123456789012345678901234567890123456789012345678901234567890123456789"
            + "0123456789012345678901234567890123456789012345678901234567890123456789";

    Service service();

    @Test
    default void anExecutionIsReadBackUnderItsId() {
        JsonObject answer = success(service()
                .transcribe(
                        file("File", MediaFixture.ENGLISH),
                        text("ModelId", BillingContract.PRICED),
                        text("UserIdentifier", "ana"),
                        text("Channel", "phone")));
        JsonObject instance = success(service().get("/api/v2/Instances/" + answer.getString("instanceId")));
        for (String same : List.of("instanceId", "transcript", "metadata", "tokenUsage", "cost")) {
            assertThat(instance.get(same)).as(same).isEqualTo(answer.get(same));
        }
        assertThat(instance.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(instance.getString("modelId")).isEqualTo(BillingContract.PRICED);
        assertThat(instance.getString("userIdentifier")).isEqualTo("ana");
        assertThat(instance.getString("channel")).isEqualTo("phone");
        assertThat(instance.getString("key")).startsWith("key:");
        assertThat(instance.getString("format")).isEqualTo("wav");
        assertThat(instance.getString("priceId")).isNotBlank();
        assertThat(instance.getString("startedAt")).isLessThan(instance.getString("finishedAt"));
        assertThat(instance.get("failure")).isEqualTo(JsonValue.NULL);
    }

    @Test
    default void aTranscriptIsForgottenAndTheMoneyStays() {
        JsonObject answer = success(
                service().transcribe(file("File", MediaFixture.ENGLISH), text("ModelId", BillingContract.PRICED)));
        String path = "/api/v2/instances/" + answer.getString("instanceId");
        HttpResponse<String> deleted =
                service().send(service().request(path + "/transcript").DELETE());
        assertThat(deleted.statusCode()).isEqualTo(204);
        JsonObject instance = success(service().get(path));
        assertThat(instance.get("transcript")).isEqualTo(JsonValue.NULL);
        assertThat(instance.getBoolean("transcriptStored")).isFalse();
        assertThat(instance.get("cost")).isEqualTo(answer.get("cost"));
        assertThat(service()
                        .send(service().request(path + "/transcript").DELETE())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    default void listingsAreFilteredAndComeInPages() {
        String user = UUID.randomUUID().toString();
        for (int i = 0; i < 3; i++) {
            success(service().transcribe(file("File", MediaFixture.ENGLISH), text("UserIdentifier", user)));
        }
        String path = "/api/v2/Instances?state=succeeded&limit=2&userIdentifier=" + user;
        JsonObject first = success(service().get(path));
        assertThat(first.getJsonArray("items")).hasSize(2);
        JsonObject second = success(service().get(path + "&after=" + first.getString("next")));
        assertThat(second.getJsonArray("items")).hasSize(1);
        assertThat(second.get("next")).isEqualTo(JsonValue.NULL);
        assertThat(first.getJsonArray("items").getJsonObject(0).get("transcript"))
                .isEqualTo(JsonValue.NULL);
        assertThat(success(service().get(path + "&channel=nowhere")).getJsonArray("items"))
                .isEmpty();
        assertThat(success(service().get(path + "&from=2020-01-01&to=2020-01-02"))
                        .getJsonArray("items"))
                .isEmpty();
    }

    @Test
    default void anExecutionIsFoundByItsTextAndByItsRequest() {
        String user = UUID.randomUUID().toString();
        HttpResponse<String> answer =
                service().transcribe(file("File", MediaFixture.ENGLISH), text("UserIdentifier", user));
        String request = answer.headers().firstValue("X-Request-Id").orElseThrow();
        String id = success(answer).getString("instanceId");
        String path = "/api/v2/Instances?userIdentifier=" + user;
        assertThat(found(path + "&text=QUICK%20brown")).containsExactly(id);
        assertThat(found(path + "&text=quick%25fox")).isEmpty();
        assertThat(found(path + "&requestId=" + request)).containsExactly(id);
        assertThat(found(path + "&requestId=" + UUID.randomUUID())).isEmpty();
        success(service()
                .send(service()
                        .request("/api/v2/Instances/" + id + "/transcript/segments/0")
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"text\":\"Ein schneller Fuchs\"}"))));
        assertThat(found(path + "&text=schneller%20fuchs")).as("a correction").containsExactly(id);
        service()
                .send(service()
                        .request("/api/v2/Instances/" + id + "/transcript")
                        .DELETE());
        assertThat(found(path + "&text=quick")).as("a deleted text").isEmpty();
        assertThat(success(service().get("/api/v2/Instances/" + id)).getString("requestId"))
                .isEqualTo(request);
    }

    private List<String> found(String path) {
        JsonObject page = success(service().get(path));
        assertThat(page.get("next")).isEqualTo(JsonValue.NULL);
        return page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(instance -> instance.getString("instanceId"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text=a%0Ab",
                "text=%00",
                "text=" + TOO_LONG,
                "requestId=" + TOO_LONG,
                "limit=0",
                "limit=201",
                "limit=x",
                "state=x",
                "model=x",
                "after=x",
                "from=x",
                "to=x",
                "from=2026-02-01&to=2026-02-01",
                "userIdentifier=%00",
                "channel=a%0A",
                "after=KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIDVlNWMwZjBhLTZhMGItNWQwZS05YTUzLTVmMWQ2YTdkMGUwMQ"
            })
    default void aFilterThatIsNotInOrderIsNamed(String query) {
        assertThat(errors(service().get("/api/v2/Instances?" + query), 400).keySet())
                .containsExactly(query.split("=", -1)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "1-1-1-1-1", "x", "%27%20or%201=1", "..%2f.."})
    default void anUnknownExecutionIsNotFound(String id) {
        HttpResponse<String> response = service().get("/api/v2/Instances/" + id);
        // some servers refuse an encoded slash themselves
        assertThat(response.statusCode()).isIn(400, 404);
        problem(response, response.statusCode());
        assertThat(service()
                        .send(service()
                                .request("/api/v2/Instances/" + id + "/transcript")
                                .DELETE())
                        .statusCode())
                .isIn(400, 404);
    }
}

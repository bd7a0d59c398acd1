package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.HookReceiver;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import dev.escriba.webhooks.control.TlsFixture;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks, from registration to delivery. The service of the tests may call this machine. */
interface WebhooksContract {

    Service service();

    private Service newKey(String... scopes) {
        return Administration.key(service(), Administration.account(service(), "hooks " + UUID.randomUUID()), scopes);
    }

    private static HttpResponse<String> send(Service service, String method, String path, String json) {
        return service.send(service.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }

    private static JsonObject register(Service service, HookReceiver receiver, String more) {
        return register(service, receiver.url(), more);
    }

    private static JsonObject register(Service service, String url, String more) {
        HttpResponse<String> made =
                send(service, "POST", "/api/v2/Webhooks", "{\"name\":\"a test\",\"url\":\"" + url + "\"" + more + "}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonObject webhook = Answer.json(made);
        assertThat(made.headers().firstValue("Location").orElse(""))
                .endsWith("/api/v2/Webhooks/" + webhook.getString("id"));
        return webhook;
    }

    private static JsonObject verified(String secret, HookReceiver.Message message) throws Exception {
        return Node.run("webhooks.mjs", secret, message.headers().toString(), message.body());
    }

    private static String transcribe(Service service) {
        return success(service.transcribe(Service.Part.file("File", MediaFixture.ENGLISH)))
                .getString("instanceId");
    }

    @Test
    default void theOfficialLibraryVerifiesTheMessages() throws Exception {
        try (HookReceiver receiver = new HookReceiver()) {
            Service key = newKey("transcribe", "instances:read", "webhooks");
            JsonObject webhook = register(key, receiver, ",\"includeTranscript\":true");
            String instance = transcribe(key);
            HookReceiver.Message message = receiver.next();
            JsonObject seen = verified(webhook.getString("secret"), message);
            assertThat(seen.getBoolean("verified")).as(seen.toString()).isTrue();
            assertThat(seen.getJsonObject("message").getString("type")).isEqualTo("execution.succeeded");
            // JavaScript does not keep the digits of a number
            JsonObject event = body(message);
            assertThat(event.getJsonObject("data")).isEqualTo(success(key.get("/api/v2/Instances/" + instance)));
            assertThat(event.getJsonObject("data").getString("transcript")).contains("fox");

            HookReceiver.Message forged =
                    new HookReceiver.Message(message.headers(), message.body().replace("SUCCEEDED", "FAILED"));
            assertThat(verified(webhook.getString("secret"), forged).getBoolean("verified"))
                    .isFalse();
            assertThat(key.get("/api/v2/Webhooks").body()).doesNotContain(webhook.getString("secret"));

            JsonObject rotated = success(send(key, "POST", path(webhook) + "/rotate", ""));
            transcribe(key);
            message = receiver.next();
            for (JsonObject holder : new JsonObject[] {webhook, rotated}) {
                assertThat(verified(holder.getString("secret"), message).getBoolean("verified"))
                        .isTrue();
            }
        }
    }

    @Test
    default void aFailedDeliveryIsRepeatedWithTheSameId() throws Exception {
        try (HookReceiver receiver = new HookReceiver()) {
            Service key = newKey("transcribe", "instances:read", "webhooks");
            receiver.answer(500);
            JsonObject webhook = register(key, receiver, "");
            transcribe(key);
            HookReceiver.Message first = receiver.next();
            HookReceiver.Message second = receiver.next();
            String id = first.headers().getString("webhook-id");
            assertThat(second.headers().getString("webhook-id")).isEqualTo(id);
            assertThat(body(second).getJsonObject("data").isNull("transcript")).isTrue();
            Await.until("the state", Duration.ofSeconds(10), () -> state(key, webhook)
                    .getString("state")
                    .equals("DELIVERED"));
            JsonObject delivery = state(key, webhook);
            assertThat(delivery.getString("id")).isEqualTo(id);
            assertThat(delivery.getInt("attempts")).isEqualTo(2);
            success(send(key, "POST", "/api/v2/WebhookDeliveries/" + id + "/redeliver", ""));
            assertThat(receiver.next().headers().getString("webhook-id")).isEqualTo(id);
        }
    }

    @Test
    default void aWebhookOutlivesItsKeyAndTheListTellsSo() throws Exception {
        try (HookReceiver receiver = new HookReceiver()) {
            String account = Administration.account(service(), "hooks " + UUID.randomUUID());
            Service key = Administration.key(service(), account, "transcribe", "instances:read", "webhooks");
            JsonObject webhook = register(key, receiver, "");
            assertThat(webhook.isNull("createdByEndedAt")).isTrue();
            String id = webhook.getString("createdBy").substring("key:".length());
            assertThat(service()
                            .send(service().request("/api/v2/ApiKeys/" + id).DELETE())
                            .statusCode())
                    .isEqualTo(204);
            JsonObject listed = success(service().get("/api/v2/Webhooks?accountId=" + account))
                    .getJsonArray("items")
                    .getJsonObject(0);
            assertThat(listed.getString("createdBy")).isEqualTo("key:" + id);
            assertThat(listed.isNull("createdByEndedAt")).isFalse();
            transcribe(Administration.key(service(), account, "transcribe"));
            receiver.next();
        }
    }

    @Test
    default void aKeyReachesItsOwnWebhooksAndThoseOfItsAccountAlone() throws Exception {
        try (HookReceiver receiver = new HookReceiver()) {
            String account = Administration.account(service(), "hooks " + UUID.randomUUID());
            Service ana = Administration.key(service(), account, "transcribe", "webhooks");
            Service ben = Administration.key(service(), account, "transcribe", "webhooks");
            Service stranger = newKey("webhooks", "instances:read");
            JsonObject webhook = register(ana, receiver, "");
            assertThat(webhook.getString("key")).startsWith("key:");
            for (Service other : new Service[] {ben, stranger}) {
                problem(other.get(path(webhook)), 404);
                problem(other.get(path(webhook) + "/deliveries"), 404);
                problem(send(other, "PATCH", path(webhook), "{\"enabled\":false}"), 404);
                problem(send(other, "POST", path(webhook) + "/rotate", ""), 404);
                problem(other.send(other.request(path(webhook)).DELETE()), 404);
                assertThat(success(other.get("/api/v2/Webhooks")).getJsonArray("items"))
                        .isEmpty();
            }
            transcribe(ben);
            String own = transcribe(ana);
            assertThat(body(receiver.next()).getJsonObject("data").getString("instanceId"))
                    .isEqualTo(own);
            assertThat(success(service().get("/api/v2/Webhooks?accountId=" + account))
                            .getJsonArray("items"))
                    .hasSize(1);
            assertThat(success(send(ana, "PATCH", path(webhook), "{\"enabled\":false,\"name\":\"b\"}"))
                            .getBoolean("enabled"))
                    .isFalse();
            assertThat(ana.send(ana.request(path(webhook)).DELETE()).statusCode())
                    .isEqualTo(204);
            problem(ana.get(path(webhook)), 404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; name,url",
                "{\"name\":\"\",\"url\":\"ftp://example.com\"}; name,url",
                "{\"name\":\"a\",\"url\":\"https://user:pw@example.com\"}; url",
                "{\"name\":\"a\",\"url\":\"https://example.com\",\"events\":[]}; events",
                "{\"name\":\"a\",\"url\":\"https://example.com\",\"events\":[\"all\"]}; events",
                "{\"name\":\"a\",\"url\":\"https://example.com\",\"includeTranscript\":\"yes\"}; includeTranscript",
                "{\"name\":\"a\",\"url\":\"https://example.com\",\"secret\":\"mine\"}; secret"
            })
    default void whatIsWrongWithAWebhookIsNamed(String body, String fields) {
        Service key = newKey("webhooks");
        assertThat(errors(send(key, "POST", "/api/v2/Webhooks", body), 400).keySet())
                .containsExactlyInAnyOrder(fields.split(",", -1));
        assertThat(errors(send(key, "POST", "/api/v2/Webhooks?culture=es", body), 400)
                        .keySet())
                .containsExactlyInAnyOrder(fields.split(",", -1));
    }

    /** The address is public in its form, and the host has a private one. */
    @Test
    default void anAddressOfThisNetworkIsRefusedAtTheAttempt() throws Exception {
        Service key = newKey("transcribe", "instances:read", "webhooks");
        HttpResponse<String> made =
                send(key, "POST", "/api/v2/Webhooks", "{\"name\":\"a\",\"url\":\"https://169.254.169.254/latest\"}");
        JsonObject webhook = Answer.json(made);
        transcribe(key);
        Await.until(
                "an attempt", Duration.ofSeconds(30), () -> !state(key, webhook).isNull("lastError"));
        assertThat(state(key, webhook).getString("lastError")).isEqualTo("refused-address");
        assertThat(errors(send(key, "PATCH", path(webhook), "{\"url\":null}"), 400))
                .containsOnlyKeys("url");
        assertThat(key.send(key.request(path(webhook)).DELETE()).statusCode()).isEqualTo(204);
    }

    /** No server puts a factory of its own, which trusts more, between Escriba and the receiver. */
    @Test
    default void aCertificateOfAnUnknownAuthorityIsRefused(@TempDir Path directory) throws Exception {
        try (HookReceiver receiver = HookReceiver.secure(new TlsFixture(directory, "localhost").context())) {
            Service key = newKey("transcribe", "instances:read", "webhooks");
            JsonObject webhook = register(key, "https://127.0.0.1:" + receiver.port() + "/hook", "");
            transcribe(key);
            Await.until("an attempt", Duration.ofSeconds(30), () -> !state(key, webhook)
                    .isNull("lastError"));
            assertThat(state(key, webhook).getString("lastError")).isEqualTo("tls");
            assertThat(receiver.isEmpty()).isTrue();
            assertThat(key.send(key.request(path(webhook)).DELETE()).statusCode())
                    .isEqualTo(204);
        }
    }

    private static JsonObject state(Service key, JsonObject webhook) {
        return success(key.get(path(webhook) + "/deliveries"))
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private static String path(JsonObject webhook) {
        return "/api/v2/Webhooks/" + webhook.getString("id");
    }

    private static JsonObject body(HookReceiver.Message message) {
        try (JsonReader reader = Json.createReader(new StringReader(message.body()))) {
            return reader.readObject();
        }
    }
}

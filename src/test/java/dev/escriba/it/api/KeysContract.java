package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.problem;
import static dev.escriba.it.support.Answer.success;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Administration;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** API keys from creation to revocation, and their accounts. */
interface KeysContract {

    Service service();

    private JsonObject create(String json) {
        HttpResponse<String> made = send("POST", "/api/v2/ApiKeys", json);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonObject key = Answer.json(made);
        assertThat(made.headers().firstValue("Location").orElse("")).endsWith("/api/v2/ApiKeys/" + key.getString("id"));
        return key;
    }

    private HttpResponse<String> send(String method, String path, String json) {
        return service()
                .send(service()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json)));
    }

    private Service with(JsonObject key) {
        return new Service(service().base(), key.getString("key"));
    }

    private static String path(JsonObject key) {
        return "/api/v2/ApiKeys/" + key.getString("id");
    }

    @Test
    default void aKeyIsShownOnceAndKnownByItsPrefix() {
        JsonObject made = create("{\"name\":\" Call centre \",\"scopes\":[\"transcribe\"]}");
        String secret = made.getString("key");
        assertThat(secret)
                .startsWith("escriba_" + made.getString("prefix") + "_")
                .hasSize(8 + 12 + 1 + 64);
        assertThat(made.getString("name")).isEqualTo("Call centre");
        assertThat(made.isNull("lastUsedAt")).isTrue();
        success(with(made).transcribe(Service.Part.file("File", MediaFixture.ENGLISH)));

        HttpResponse<String> read = service().get(path(made));
        JsonObject stored = success(read);
        assertThat(read.body()).doesNotContain(secret.substring(21));
        assertThat(stored.isNull("key")).isTrue();
        assertThat(Instant.parse(stored.getString("lastUsedAt")))
                .isAfterOrEqualTo(Instant.parse(stored.getString("createdAt")));
        HttpResponse<String> listed = service().get("/api/v2/apikeys?limit=200");
        assertThat(ids(success(listed))).contains(made.getString("id"));
        assertThat(listed.body()).doesNotContain(secret.substring(21));
    }

    @Test
    default void unknownExpiredAndRevokedKeysAndNoneAreAnsweredAlike() throws InterruptedException {
        JsonObject revoked = create("{\"name\":\"a\",\"scopes\":[\"admin\"]}");
        Instant expiresAt = Instant.now().plusSeconds(1);
        JsonObject expired = create("{\"name\":\"a\",\"scopes\":[\"admin\"],\"expiresAt\":\"" + expiresAt + "\"}");
        assertThat(send("DELETE", path(revoked), "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", path(revoked), "").statusCode()).as("again").isEqualTo(204);
        Await.until("end of the key", Duration.ofSeconds(5), () -> Instant.now().isAfter(expiresAt));
        String none = problem(
                        service()
                                .send(java.net.http.HttpRequest.newBuilder(
                                                service().base().resolve("/api/v2/Me?culture=es"))
                                        .GET()),
                        401)
                .toString();
        for (String key : List.of(
                revoked.getString("key"),
                expired.getString("key"),
                "escriba_" + revoked.getString("prefix") + "_" + "0".repeat(64),
                "anything")) {
            HttpResponse<String> answer = new Service(service().base(), key).get("/api/v2/Me?culture=es");
            assertThat(problem(answer, 401)).hasToString(none);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(success(service().get(path(revoked))).isNull("revokedAt")).isFalse();
    }

    @Test
    default void aKeyIsRenamedLimitedAndEnded() {
        JsonObject key = create("{\"name\":\"a\",\"scopes\":[\"transcribe\"],\"requestsPerMinute\":5}");
        JsonObject changed = success(send(
                "PATCH",
                path(key),
                "{\"name\":\"b\",\"scopes\":[\"usage:read\",\"instances:read\"],\"requestsPerMinute\":null,"
                        + "\"expiresAt\":\"2999-01-01T00:00:00Z\"}"));
        assertThat(changed.getString("name")).isEqualTo("b");
        assertThat(changed.isNull("requestsPerMinute")).isTrue();
        assertThat(changed.getString("expiresAt")).isEqualTo("2999-01-01T00:00:00Z");
        assertThat(changed.getJsonArray("scopes").getValuesAs(JsonString::getString))
                .containsExactly("instances:read", "usage:read");
        problem(with(key).transcribe(Service.Part.text("File", "x")), 403);
        success(with(key).get("/api/v2/Billing/usage"));
        // fields that the request does not have keep their value
        assertThat(success(send("PATCH", path(key), "{}")).getString("expiresAt"))
                .isEqualTo("2999-01-01T00:00:00Z");
        assertThat(success(send("PATCH", path(key), "{\"expiresAt\":null}")).isNull("expiresAt"))
                .isTrue();
    }

    @Test
    default void aKeyForSomeModelsTranscribesWithThoseAlone() {
        String english = TranscribeContract.ENGLISH_ONLY;
        Service limited = with(create("{\"name\":\"a\",\"scopes\":[\"transcribe\"],\"models\":[\"" + english + "\"]}"));
        Service.Part file = Service.Part.file("File", MediaFixture.ENGLISH);
        success(limited.transcribe(file, Service.Part.text("ModelId", english)));
        assertThat(errors(limited.transcribe(file), 403).getString("ModelId"))
                .isEqualTo("This key may not use the model.");
        assertThat(errors(limited.post("/api/v2/Audio/transcribe?culture=es", file), 403)
                        .getString("ModelId"))
                .isEqualTo("Esta clave no puede usar el modelo.");
        problem(
                limited.transcribe(
                        file, Service.Part.text("ModelId", UUID.randomUUID().toString())),
                404);
        assertThat(limited.get("/api/v2/AIModels").body()).contains(english).doesNotContain("\"isDefault\":true");
        assertThat(success(limited.get("/api/v2/Me")).getJsonArray("models").getValuesAs(JsonString::getString))
                .containsExactly(english);
    }

    @Test
    default void aLimitIsToldInWholeSeconds() {
        Service limited = with(create("{\"name\":\"a\",\"scopes\":[\"usage:read\"],\"requestsPerMinute\":2}"));
        success(limited.get("/api/v2/Billing/balance"));
        // addresses that do not exist count too
        problem(limited.get("/api/v2/nothing"), 404);
        HttpResponse<String> tooMany = limited.get("/api/v2/Billing/balance?culture=es");
        assertThat(problem(tooMany, 429).getString("message")).startsWith("Demasiadas solicitudes");
        assertThat(Integer.parseInt(tooMany.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 30);
    }

    @Test
    default void anAccountHasALimitForAllOfItsKeys() {
        String account = Administration.account(service(), "limited " + UUID.randomUUID());
        assertThat(success(send("PATCH", "/api/v2/Accounts/" + account, "{\"requestsPerMinute\":3}"))
                        .getInt("requestsPerMinute"))
                .isEqualTo(3);
        Service ana = Administration.key(service(), account, "transcribe");
        Service ben = Administration.key(service(), account, "transcribe");
        success(ana.get("/api/v2/Me"));
        success(ben.get("/api/v2/Me"));
        success(ana.get("/api/v2/Me"));
        problem(ben.get("/api/v2/Me"), 429);
        success(send("PATCH", "/api/v2/Accounts/" + account, "{\"requestsPerMinute\":null}"));
        success(ben.get("/api/v2/Me"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; name,scopes",
                "{\"name\":\"\",\"scopes\":[]}; name,scopes",
                "{\"name\":5,\"scopes\":\"admin\"}; name,scopes",
                "{\"name\":\"a\\u0007\",\"scopes\":[\"root\"]}; name,scopes",
                "{\"name\":\"a\\u202Eb\",\"scopes\":[\"admin\"]}; name",
                "{\"name\":\"a\",\"scopes\":[\"admin\",\"Admin\"]}; scopes",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}; expiresAt",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"expiresAt\":\"tomorrow\"}; expiresAt",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"expiresAt\":\"+99999-01-01T00:00:00Z\"}; expiresAt",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"requestsPerMinute\":0}; requestsPerMinute",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"requestsPerMinute\":1.5}; requestsPerMinute",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"models\":[]}; models",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"models\":[\"x\"]}; models",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"accountId\":\"1-1-1-1-1\"}; accountId",
                "{\"name\":\"a\",\"scopes\":[\"admin\"],\"expires_at\":null,\"key\":\"mine\"}; expires_at,key"
            })
    default void whatIsWrongWithAKeyIsNamed(String body, String fields) {
        JsonObject english = errors(send("POST", "/api/v2/ApiKeys", body), 400);
        assertThat(english.keySet()).containsExactlyInAnyOrder(fields.split(",", -1));
        JsonObject spanish = errors(send("POST", "/api/v2/ApiKeys?culture=es", body), 400);
        assertThat(spanish.keySet()).isEqualTo(english.keySet());
        assertThat(spanish).isNotEqualTo(english);
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        String unknown = UUID.randomUUID().toString();
        assertThat(errors(
                                send(
                                        "POST",
                                        "/api/v2/ApiKeys",
                                        "{\"name\":\"a\",\"scopes\":[\"admin\"],\"accountId\":\"" + unknown + "\"}"),
                                404)
                        .keySet())
                .containsExactly("accountId");
        for (String id : List.of(unknown, "1", "%00", "..%2f..")) {
            assertThat(service().get("/api/v2/ApiKeys/" + id).statusCode())
                    .as(id)
                    .isIn(400, 404);
        }
        problem(send("PATCH", "/api/v2/ApiKeys/" + unknown, "{}"), 404);
        problem(send("DELETE", "/api/v2/ApiKeys/" + unknown, ""), 404);
        problem(send("PATCH", "/api/v2/Accounts/" + unknown, "{}"), 404);
        problem(service().get("/api/v2/Accounts/" + unknown), 404);
        problem(service().get("/api/v2/Accounts/1"), 404);
        problem(send("POST", "/api/v2/ApiKeys", "[1]"), 400);
        problem(service().get("/api/v2/ApiKeys?accountId=x&after=y&limit=0"), 400);
        problem(service().get("/api/v2/Audit?from=x&to=y&after=z&limit=0"), 400);
    }

    @Test
    default void noTwoAccountsHaveTheSameName() {
        String name = "account " + UUID.randomUUID();
        String account = Administration.account(service(), name);
        assertThat(errors(send("POST", "/api/v2/Accounts", "{\"name\":\"" + name + "\"}"), 409)
                        .keySet())
                .containsExactly("name");
        String other = Administration.account(service(), name + " b");
        problem(send("PATCH", "/api/v2/Accounts/" + other, "{\"name\":\"" + name + "\"}"), 409);
        success(send("PATCH", "/api/v2/Accounts/" + account, "{\"name\":\"" + name + "\"}"));
        assertThat(service().get("/api/v2/Accounts").body()).contains(account, other);
        assertThat(errors(send("POST", "/api/v2/Accounts", "{\"scale\":10,\"currency\":\"EUR\"}"), 400)
                        .keySet())
                .containsExactlyInAnyOrder("name", "scale", "currency");
    }

    @Test
    default void aDisabledAccountIsRefusedUntilItIsEnabledAgain() {
        String account = Administration.account(service(), "disabled " + UUID.randomUUID());
        Service ana = Administration.key(service(), account, "transcribe");
        Service boss = Administration.key(service(), account, "admin");
        String path = "/api/v2/Accounts/" + account;
        assertThat(success(service().get(path)).getBoolean("enabled")).isTrue();

        JsonObject disabled = success(send("PATCH", path, "{\"enabled\":false}"));
        assertThat(disabled.getBoolean("enabled")).isFalse();
        assertThat(disabled.isNull("disabledAt")).isFalse();
        assertThat(problem(ana.get("/api/v2/Me?culture=es"), 403).getString("message"))
                .startsWith("Esta cuenta está desactivada.");
        problem(ana.transcribe(Service.Part.file("File", MediaFixture.ENGLISH)), 403);
        problem(boss.get("/api/v2/Accounts"), 403);
        assertThat(success(send("PATCH", path, "{\"name\":\"renamed " + account + "\"}"))
                        .getBoolean("enabled"))
                .isFalse();

        assertThat(success(send("PATCH", path, "{\"enabled\":true}")).isNull("disabledAt"))
                .isTrue();
        success(ana.get("/api/v2/Me"));
    }

    @Test
    default void theFirstAccountAndTheOwnOneCannotBeDisabled() {
        String first = success(service().get("/api/v2/Me")).getString("accountId");
        assertThat(errors(send("PATCH", "/api/v2/Accounts/" + first, "{\"enabled\":false}"), 409))
                .containsOnlyKeys("enabled");
        String account = Administration.account(service(), "own " + UUID.randomUUID());
        Service boss = Administration.key(service(), account, "admin");
        for (String id : List.of(first, account)) {
            HttpResponse<String> answer = boss.send(boss.request("/api/v2/Accounts/" + id)
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"enabled\":false}")));
            assertThat(errors(answer, 409)).containsOnlyKeys("enabled");
        }
        assertThat(errors(send("PATCH", "/api/v2/Accounts/" + account, "{\"enabled\":\"no\"}"), 400))
                .containsOnlyKeys("enabled");
    }

    @Test
    default void everyActIsInTheAuditLogAndNoSecret() {
        JsonObject key = create("{\"name\":\"audited\",\"scopes\":[\"transcribe\"]}");
        success(send("PATCH", path(key), "{\"name\":\"renamed\"}"));
        send("DELETE", path(key), "");
        String name = success(service().get("/api/v2/Me")).getString("name");
        HttpResponse<String> log = service().get("/api/v2/Audit?limit=20");
        List<JsonObject> acts = success(log).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(act -> act.getString("subject").equals(key.getString("id")))
                .toList();
        assertThat(acts)
                .extracting(act -> act.getString("act"))
                .containsExactly("KEY_REVOKED", "KEY_CHANGED", "KEY_CREATED");
        assertThat(acts).allSatisfy(act -> {
            assertThat(act.getString("actor")).isEqualTo(name);
            assertThat(act.getString("address")).isEqualTo("127.0.0.1");
        });
        assertThat(acts.get(1).getJsonObject("details").getString("name")).isEqualTo("renamed");
        assertThat(log.body()).doesNotContain(key.getString("key").substring(21));
    }

    @Test
    default void settingsAreShownWithoutSecrets() {
        HttpResponse<String> settings = service().get("/api/v2/Settings");
        assertThat(settings.statusCode()).as(settings.body()).isEqualTo(200);
        assertThat(settings.body())
                .contains("{\"key\":\"escriba.queue.max-attempts\",\"value\":\"5\",\"defaultValue\":\"5\",")
                .contains("{\"key\":\"escriba.media.max-processes\",\"value\":null,\"defaultValue\":null,")
                .doesNotContain("secret\"", "pepper", "bootstrap-key", "-uri", "-url", "directories")
                .doesNotContain(System.getProperty("escriba.it.proxy-secret"));
    }

    @Test
    default void listingsGoOnWhereTheyEnded() {
        String account = Administration.account(service(), "pages " + UUID.randomUUID());
        for (int i = 0; i < 5; i++) {
            Administration.key(
                    service(), Administration.request(account, "transcribe").add("name", "key " + i));
        }
        String listing = "/api/v2/ApiKeys?accountId=" + account + "&limit=2";
        JsonObject first = success(service().get(listing));
        JsonObject second = success(service().get(listing + "&after=" + first.getString("next")));
        JsonObject third = success(service().get(listing + "&after=" + second.getString("next")));
        assertThat(third.isNull("next")).isTrue();
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> page.getJsonArray("items").getValuesAs(JsonObject.class).stream())
                        .map(key -> key.getString("name")))
                .containsExactly("key 4", "key 3", "key 2", "key 1", "key 0");
        JsonObject audit = success(service().get("/api/v2/Audit?limit=2"));
        assertThat(success(service().get("/api/v2/Audit?limit=2&after=" + audit.getString("next")))
                        .getJsonArray("items"))
                .hasSize(2)
                .doesNotContainAnyElementsOf(audit.getJsonArray("items"));
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(item -> item.getString("id"))
                .toList();
    }
}

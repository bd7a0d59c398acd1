package dev.escriba.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** Operations of administrators over HTTP, for tests that need an account or a key. */
public final class Administration {

    private Administration() {}

    /** Makes an account and returns its id. */
    public static String account(Service administrator, String name) {
        HttpResponse<String> made = send(
                administrator,
                "POST",
                "/api/v2/Accounts",
                Json.createObjectBuilder().add("name", name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Answer.json(made).getString("id");
    }

    /** The service, for a new key of that account. */
    public static Service key(Service administrator, String account, String... scopes) {
        return new Service(
                administrator.base(),
                key(administrator, request(account, scopes)).getString("key"));
    }

    /** The answer with a new key, its secret included. */
    public static JsonObject key(Service administrator, JsonObjectBuilder request) {
        HttpResponse<String> made = send(administrator, "POST", "/api/v2/ApiKeys", request);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Answer.json(made);
    }

    public static JsonObjectBuilder request(String account, String... scopes) {
        return Json.createObjectBuilder()
                .add("name", "a test")
                .add("accountId", account)
                .add("scopes", Json.createArrayBuilder(Arrays.asList(scopes)));
    }

    static HttpResponse<String> send(Service service, String method, String path, JsonObjectBuilder body) {
        return service.send(service.request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.build().toString())));
    }
}

package dev.escriba.it.crash;

import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;

import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/**
 * A recording to send to a service that may be killed meanwhile.
 *
 * @param id also the user identifier, by which the test finds its executions
 * @param keyed whether the id is also the idempotency key, so that it can be sent again
 */
record CrashRequest(String id, Path recording, boolean keyed) {

    /** An answer that the client received. */
    record Seen(String instance, BigDecimal cost, String transcript, boolean replayed) {}

    Seen send(Service service) {
        HttpRequest.Builder post = service.request("/api/v2/Audio/transcribe")
                .header("Content-Type", Service.contentType())
                .POST(Service.body(text("UserIdentifier", id), file("File", recording)));
        if (keyed) {
            post.header("Idempotency-Key", id);
        }
        HttpResponse<String> response = service.send(post);
        JsonObject answer = Answer.success(response);
        return new Seen(
                answer.getString("instanceId"),
                answer.getJsonObject("cost").getJsonNumber("total").bigDecimalValue(),
                answer.getString("transcript"),
                response.headers().firstValue("Idempotency-Replayed").isPresent());
    }
}

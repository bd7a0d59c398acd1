package dev.escriba.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.HookReceiver;
import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import dev.escriba.media.MediaFixture;
import dev.escriba.webhooks.control.TlsFixture;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Webhooks over TLS, on the uber-jar. The trust store of the options has the certificate of one receiver: Payara has a
 * trust store of its own, which is used where the options name none.
 */
class WebhookTlsIT {

    private static final String KEY = "a-key-for-the-tests-of-this-build-alone";

    @Test
    void aReceiverIsTrustedByItsCertificateAndItsNameAlone() throws Exception {
        Path home = Files.createTempDirectory(Files.createDirectories(Path.of("target/it")), "webhook-tls-")
                .toAbsolutePath();
        TlsFixture trusted = new TlsFixture(home, "localhost");
        TlsFixture unknown = new TlsFixture(Files.createDirectories(home.resolve("unknown")), "localhost");
        try (HookReceiver receiver = HookReceiver.secure(trusted.context());
                HookReceiver stranger = HookReceiver.secure(unknown.context());
                UberJar jar = UberJar.start(
                        home,
                        "server.log",
                        "-Djavax.net.ssl.trustStore=" + trusted.file(),
                        "-Djavax.net.ssl.trustStorePassword=" + TlsFixture.PASSWORD,
                        "-Describa.security.bootstrap-key=" + KEY,
                        "-Describa.webhooks.allowed-networks=127.0.0.0/8,::1")) {
            Service service = jar.service(KEY);
            String right = register(service, "https://localhost:" + receiver.port() + "/hook");
            String wrongName = register(service, "https://127.0.0.1:" + receiver.port() + "/hook");
            String unknownAuthority = register(service, "https://localhost:" + stranger.port() + "/hook");
            Answer.success(service.transcribe(Service.Part.file("File", MediaFixture.ENGLISH)));
            assertThat(receiver.next().body()).contains("execution.succeeded");
            Await.until("delivery", Duration.ofSeconds(30), () -> delivery(service, right)
                    .getString("state")
                    .equals("DELIVERED"));
            for (String refused : new String[] {wrongName, unknownAuthority}) {
                Await.until("attempt", Duration.ofSeconds(30), () -> !delivery(service, refused)
                        .get("lastError")
                        .equals(JsonValue.NULL));
                assertThat(delivery(service, refused).getString("lastError")).isEqualTo("tls");
            }
            assertThat(receiver.isEmpty()).as("no message to the wrong name").isTrue();
            assertThat(stranger.isEmpty()).isTrue();
        }
    }

    private static String register(Service service, String url) {
        HttpResponse<String> made = service.send(service.request("/api/v2/Webhooks")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"a test\",\"url\":\"" + url + "\"}")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Answer.json(made).getString("id");
    }

    private static JsonObject delivery(Service service, String webhook) {
        return Answer.success(service.get("/api/v2/Webhooks/" + webhook + "/deliveries"))
                .getJsonArray("items")
                .getJsonObject(0);
    }
}

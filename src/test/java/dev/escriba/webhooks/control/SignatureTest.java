package dev.escriba.webhooks.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.escriba.security.NoRequest;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.control.Sealing;
import dev.escriba.security.entity.Pepper;
import dev.escriba.webhooks.control.WebhookSecrets.NewSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {

    /** The example of the specification of Standard Webhooks. */
    @Test
    void signsAsTheSpecificationDoes() {
        byte[] key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1614265330, 999), body, List.of(key));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void eachSecretSigns() {
        byte[] body = {1, 2, 3};
        String both = Signature.headers("id", Instant.EPOCH, body, List.of(new byte[] {1}, new byte[] {2}))
                .get("webhook-signature");
        String first = Signature.headers("id", Instant.EPOCH, body, List.of(new byte[] {1}))
                .get("webhook-signature");
        String second = Signature.headers("id", Instant.EPOCH, body, List.of(new byte[] {2}))
                .get("webhook-signature");
        assertThat(both).isEqualTo(first + " " + second);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void aSecretIsSealedForItsWebhookAndItsPepper() {
        WebhookSecrets secrets = new WebhookSecrets(new Sealing(NoRequest.peppers()));
        NewSecret made = secrets.make("webhook-1");
        byte[] key = Base64.getDecoder().decode(made.text().substring("whsec_".length()));
        assertThat(made.text()).startsWith("whsec_");
        assertThat(key).hasSize(32);
        assertThat(secrets.open("webhook-1", made.sealed())).isEqualTo(key);
        assertThat(made.sealed().text())
                .hasSizeLessThan(500)
                .doesNotContain(made.text().substring(6, 26));
        assertThat(made).hasToString("NewSecret");
        assertThat(secrets.make("webhook-1").text()).isNotEqualTo(made.text());
        assertThatIllegalStateException().isThrownBy(() -> secrets.open("webhook-2", made.sealed()));
        WebhookSecrets others =
                new WebhookSecrets(new Sealing(new Peppers(new Pepper("another pepper that is long enough"), null)));
        assertThatIllegalStateException().isThrownBy(() -> others.open("webhook-1", made.sealed()));
    }
}

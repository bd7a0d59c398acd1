package dev.escriba.telemetry.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookMetricsTest {

    /** An alert asks for an increase. Prometheus sees none in a series that begins with its first event. */
    @Test
    void eachOutcomeIsThereBeforeTheFirstAttempt() throws IOException {
        WebhookMetrics metrics = new WebhookMetrics();
        metrics.register();
        assertThat(page(metrics))
                .contains("escriba_webhook_attempt_duration_seconds_count{outcome=\"parked\"} 0")
                .contains("escriba_webhook_attempt_duration_seconds_count{outcome=\"delivered\"} 0");
        metrics.attempted("parked", 0.1);
        assertThat(page(metrics)).contains("escriba_webhook_attempt_duration_seconds_count{outcome=\"parked\"} 1");
    }

    private static String page(WebhookMetrics metrics) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.meters.page("text/plain").write(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}

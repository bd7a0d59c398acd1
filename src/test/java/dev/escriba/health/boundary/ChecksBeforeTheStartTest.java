package dev.escriba.health.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.health.control.ApplicationStart;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks have no other bean here: a check that used one would fail. */
class ChecksBeforeTheStartTest {

    private final ApplicationStart start = new ApplicationStart();
    private final SpeechReadiness speech = new SpeechReadiness();
    private final DatabaseReadiness database = new DatabaseReadiness();
    private final ReconciliationReadiness reconciliation = new ReconciliationReadiness();
    private final ModelsStarted models = new ModelsStarted();
    private final ProcessLiveness process = new ProcessLiveness();

    @BeforeEach
    void open() {
        HealthCheckResponse.setResponseProvider(PlainResponseBuilder::new);
        speech.start = start;
        database.start = start;
        reconciliation.start = start;
        models.start = start;
        process.start = start;
    }

    @AfterEach
    void close() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void theServiceIsNeitherReadyNorStartedAndTheReasonIsItsStart() {
        for (HealthCheck check : List.of(speech, database, reconciliation, models)) {
            HealthCheckResponse response = check.call();
            assertThat(response.getStatus()).as(response.getName()).isEqualTo(Status.DOWN);
            assertThat(response.getData().orElseThrow())
                    .containsOnly(Map.entry("reason", "the application is starting"));
        }
    }

    @Test
    void theProcessIsAlive() {
        assertThat(process.call().getStatus()).isEqualTo(Status.UP);
    }
}

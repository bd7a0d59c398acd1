package dev.escriba.health.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.health.control.Draining;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainReadinessTest {

    private final DrainReadiness readiness = new DrainReadiness();
    private boolean asked;

    @BeforeEach
    void open() {
        HealthCheckResponse.setResponseProvider(PlainResponseBuilder::new);
        readiness.draining = new Draining() {
            @Override
            public boolean isAsked() {
                return asked;
            }

            @Override
            public int openRequests() {
                return 3;
            }

            @Override
            public int runs() {
                return 2;
            }
        };
    }

    @AfterEach
    void close() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void howBusyANodeIsIsNobodysBusinessUnlessItDrains() {
        HealthCheckResponse response = readiness.call();
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData()).isEmpty();
    }

    @Test
    void aNodeThatDrainsIsDownAndSaysWhatIsUnderWay() {
        asked = true;
        HealthCheckResponse response = readiness.call();
        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData().orElseThrow())
                .containsOnly(Map.entry("reason", "draining"), Map.entry("requests", 3L), Map.entry("runs", 2L));
    }
}

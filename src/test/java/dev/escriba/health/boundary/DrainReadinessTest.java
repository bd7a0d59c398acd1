package dev.escriba.health.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.health.control.Draining;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainReadinessTest {

    private final DrainReadiness readiness = new DrainReadiness();
    private boolean asked;

    @BeforeEach
    void open() {
        HealthCheckResponse.setResponseProvider(Building::new);
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

    /** An implementation of the MicroProfile Health API, for tests without a server. */
    private static final class Building extends HealthCheckResponseBuilder {

        private final Map<String, Object> data = new HashMap<>();
        private String name;
        private Status status;

        @Override
        public HealthCheckResponseBuilder name(String value) {
            name = value;
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, String value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, long value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder withData(String key, boolean value) {
            data.put(key, value);
            return this;
        }

        @Override
        public HealthCheckResponseBuilder up() {
            return status(true);
        }

        @Override
        public HealthCheckResponseBuilder down() {
            return status(false);
        }

        @Override
        public HealthCheckResponseBuilder status(boolean up) {
            status = up ? Status.UP : Status.DOWN;
            return this;
        }

        @Override
        public HealthCheckResponse build() {
            return new HealthCheckResponse(name, status, data.isEmpty() ? Optional.empty() : Optional.of(data));
        }
    }
}

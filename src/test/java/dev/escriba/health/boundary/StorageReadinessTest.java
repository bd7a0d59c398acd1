package dev.escriba.health.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.storage.control.DataDirectory;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StorageReadinessTest {

    private final StorageReadiness readiness = new StorageReadiness();
    private Optional<String> trouble = Optional.empty();

    @BeforeEach
    void open() {
        HealthCheckResponse.setResponseProvider(PlainResponseBuilder::new);
        readiness.data = new DataDirectory() {
            @Override
            public Optional<String> trouble() {
                return trouble;
            }
        };
    }

    @AfterEach
    void close() {
        HealthCheckResponse.setResponseProvider(null);
    }

    @Test
    void isUpWithoutDataWhileUploadsCanBeStored() {
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
        assertThat(readiness.call().getData()).isEmpty();
    }

    @Test
    void isDownAndTellsTheReasonWhileTheyCannot() {
        trouble = Optional.of("the data directory is gone");
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(readiness.call().getData().orElseThrow())
                .containsOnly(Map.entry("reason", "the data directory is gone"));
    }
}

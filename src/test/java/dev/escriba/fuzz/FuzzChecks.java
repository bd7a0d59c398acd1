package dev.escriba.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** What has to hold when it is over. */
public final class FuzzChecks {

    /** Idle threads and connections that a pool may have more of; a leak shows with the number of cases. */
    private static final long FEW = 60;

    private static final long MUCH_KB = 48 * 1024;
    private static final long MUCH_MB = 400;

    private FuzzChecks() {}

    /** That nothing is held that was not before. */
    public static void requireNoLeak(ServerVitals before, ServerVitals after) {
        assertThat(after.children()).as("processes").isZero();
        assertThat(after.uploads()).as("uploads").isZero();
        assertThat(after.temporaryFiles()).as("temporary files").isLessThanOrEqualTo(before.temporaryFiles());
        assertThat(after.descriptors()).as("descriptors").isLessThan(before.descriptors() + FEW);
        assertThat(after.threads()).as("threads").isLessThan(before.threads() + FEW);
        assertThat(after.liveKb()).as("live objects, kB").isLessThan(before.liveKb() + MUCH_KB);
        assertThat(after.residentMb()).as("resident, MB").isLessThan(before.residentMb() + MUCH_MB);
    }

    /** That it does what it is there for. */
    public static void requireAlive(Service service, Path english) {
        HttpResponse<String> response = service.transcribe(Service.Part.file("File", english));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("brown fox");
    }
}

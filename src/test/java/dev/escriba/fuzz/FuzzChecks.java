package dev.escriba.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Checks after a fuzz run. */
public final class FuzzChecks {

    /** Tolerance for idle threads and connections of pools. A leak would grow with the number of cases. */
    private static final long FEW = 60;

    private static final long MUCH_KB = 48 * 1024;
    private static final long MUCH_MB = 400;

    private FuzzChecks() {}

    /** Checks that the server holds no more than before. */
    public static void requireNoLeak(ServerVitals before, ServerVitals after) {
        assertThat(after.children()).as("processes").isZero();
        assertThat(after.uploads()).as("uploads").isZero();
        assertThat(after.temporaryFiles()).as("temporary files").isLessThanOrEqualTo(before.temporaryFiles());
        assertThat(after.descriptors()).as("descriptors").isLessThan(before.descriptors() + FEW);
        assertThat(after.threads()).as("threads").isLessThan(before.threads() + FEW);
        assertThat(after.liveKb()).as("live objects, kB").isLessThan(before.liveKb() + MUCH_KB);
        assertThat(after.residentMb()).as("resident, MB").isLessThan(before.residentMb() + MUCH_MB);
    }

    /** Checks that the service still works. */
    public static void requireAlive(Service service, Path english) {
        HttpResponse<String> response = service.transcribe(Service.Part.file("File", english));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("brown fox");
    }
}

package dev.escriba.transcription.boundary;

import dev.escriba.transcription.entity.StoredPeaks;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Arrays;
import java.util.List;

/**
 * How loud a recording is over time.
 *
 * @param intervalMs 100; longer for a recording of more than 4 hours
 * @param peaks the highest sample of each interval, from 0 to 255
 */
@JsonbPropertyOrder({"intervalMs", "peaks"})
public record PeaksView(int intervalMs, List<Integer> peaks) {

    static PeaksView of(StoredPeaks stored) {
        return new PeaksView(
                stored.millis(), Arrays.stream(stored.numbers()).boxed().toList());
    }
}

package dev.escriba.media.entity;

import java.time.Duration;

/**
 * An upload that was probed.
 *
 * @param upload the receiver closes it
 * @param facts what the probe found in it
 */
public record Recording(Upload upload, MediaFacts facts) {

    /** 64 kbit/s: half the rate of browsers' recordings, and twice that of telephones. */
    private static final int BYTES_PER_SECOND = 8_000;

    /**
     * The length that the header claims. Recordings of browsers claim none; then it is an estimate by the size of the
     * file. It is not verified.
     */
    public Duration claimed() {
        return facts.declared().orElse(Duration.ofSeconds(upload.size() / BYTES_PER_SECOND));
    }
}

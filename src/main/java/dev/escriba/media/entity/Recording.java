package dev.escriba.media.entity;

import java.time.Duration;

/**
 * An upload that has been looked into.
 *
 * @param upload stays its receiver's to close
 * @param facts what the probe found in it
 */
public record Recording(Upload upload, MediaFacts facts) {

    /** 64 kbit/s: half of what browsers record with, and twice what telephones do. */
    private static final int BYTES_A_SECOND = 8_000;

    /** How long it claims to be; where it does not, as browsers' recordings do not, about as long as speech of that size is. Never to be trusted. */
    public Duration claimed() {
        return facts.declared().orElse(Duration.ofSeconds(upload.size() / BYTES_A_SECOND));
    }
}

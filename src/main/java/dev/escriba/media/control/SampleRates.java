package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;

/** The sample rates that a recording may have, whichever code reads its header. */
final class SampleRates {

    /** Telephones use 8 kHz. Speech below half of that cannot be recognised, and few bytes claim hours of audio. */
    static final int MIN_HERTZ = 4_000;

    /** The highest rate of honest recordings. A higher one only makes decoding more expensive. */
    static final int MAX_HERTZ = 192_000;

    private SampleRates() {}

    /**
     * The rate, where it is permitted; zero is a rate that the header does not tell.
     *
     * @throws Problem 400 that says what to do
     */
    static int permitted(int hertz) {
        if (hertz > MAX_HERTZ) {
            throw Problem.invalid("File", "file.sample-rate", MAX_HERTZ / 1_000);
        }
        if (hertz > 0 && hertz < MIN_HERTZ) {
            throw Problem.invalid("File", "file.sample-rate-low", MIN_HERTZ / 1_000);
        }
        return hertz;
    }
}

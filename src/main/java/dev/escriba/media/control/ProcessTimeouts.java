package dev.escriba.media.control;

import java.time.Duration;

/**
 * The time limits of a fenced process. A recording that needs too much processor time is refused. A process that waits
 * for too long by the clock shows that the machine is overloaded: its recording may be good. Only the time counts that
 * the reader waits for the process, so that a slow reader does not use it up.
 *
 * @param oneWait of the reader for the next output
 * @param allWaits of the reader, summed up; also the upper limit on the process's processor time
 * @param lifetime from start to end, the reader's pauses included
 */
record ProcessTimeouts(Duration oneWait, Duration allWaits, Duration lifetime) {

    /** For the start, the index and the first samples of a recording. */
    private static final Duration START = Duration.ofSeconds(10);

    private static final int AUDIO_PER_PROCESSOR_TIME = 10;

    /** Those of a process that probes an upload. */
    static ProcessTimeouts ofProbing(MediaSettings settings) {
        return new ProcessTimeouts(settings.maxProbeTime(), settings.maxProbeTime(), settings.maxProbeTime());
    }

    /** Those of a process that decodes a recording. */
    static ProcessTimeouts ofDecoding(MediaSettings settings) {
        return new ProcessTimeouts(settings.maxStall(), settings.maxDecodeTime(), settings.maxOpenTime());
    }

    ProcessTimeouts {
        positive(oneWait);
        positive(allWaits);
        positive(lifetime);
    }

    /**
     * The processor time that a process may use for this much decoded audio. The slowest decoder of a common codec uses
     * a fortieth of it on the machine where it was measured.
     */
    Duration processorTime(Duration audio) {
        Duration budget = START.plus(audio.dividedBy(AUDIO_PER_PROCESSOR_TIME));
        return budget.compareTo(allWaits) < 0 ? budget : allWaits;
    }

    private static void positive(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("must be a positive duration, not " + duration);
        }
    }
}

package dev.escriba.transcription.entity;

import java.time.Duration;

/**
 * The place of a run in the order of the queue, by start-time fair queueing: the run with the least start is next.
 *
 * @param start in nanoseconds of audio
 * @param end the earliest start of the next run of the account
 */
public record Turn(long start, long end) {

    /**
     * The turn of a run that begins to wait.
     *
     * @param virtualTime the latest start of a run that was claimed
     * @param accountEnd the end of the last turn of its account; 0 where the account had none
     */
    public static Turn after(long virtualTime, long accountEnd, Duration audio) {
        long start = Math.max(virtualTime, accountEnd);
        return new Turn(start, start + Math.max(1, audio.toNanos()));
    }
}

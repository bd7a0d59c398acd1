package dev.escriba.speech.control;

/** The runs of recordings of about the same length, seen from the door. Not safe for use by many threads. */
final class DurationClass {

    /** How much a finished run moves the average time of a run. */
    private static final double WEIGHT = 0.2;

    private int inside;
    private double averageSeconds;

    /** @param averageSeconds what to go by until runs have ended */
    DurationClass(double averageSeconds) {
        this.averageSeconds = averageSeconds;
    }

    int inside() {
        return inside;
    }

    void enter() {
        inside++;
    }

    void leave() {
        inside--;
    }

    void ran(double seconds) {
        averageSeconds += WEIGHT * (seconds - averageSeconds);
    }

    /** How many end in a second, as it was lately. */
    double perSecond() {
        return inside / averageSeconds;
    }
}

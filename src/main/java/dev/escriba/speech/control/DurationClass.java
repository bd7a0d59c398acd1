package dev.escriba.speech.control;

/** The admitted runs of recordings of similar length. Not safe for use by many threads. */
final class DurationClass {

    /** The weight of the newest run in the moving average of run times. */
    private static final double WEIGHT = 0.2;

    private int admitted;
    private double averageSeconds;

    /** @param averageSeconds the estimate until runs have ended */
    DurationClass(double averageSeconds) {
        this.averageSeconds = averageSeconds;
    }

    int admitted() {
        return admitted;
    }

    void enter() {
        admitted++;
    }

    void leave() {
        admitted--;
    }

    void addRunTime(double seconds) {
        averageSeconds += WEIGHT * (seconds - averageSeconds);
    }

    /** The number of runs that end in a second, at the recent average. */
    double perSecond() {
        return admitted / averageSeconds;
    }
}

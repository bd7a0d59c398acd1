package dev.escriba.speech.scheduling;

/** What a caller has had of the workers, and whose turn it is of its recordings. */
final class AccountWork extends WorkShare {

    private final StartTimeFairQueue<RecognitionPool.Lane> turns = new StartTimeFairQueue<>();
    private int lanes;

    StartTimeFairQueue<RecognitionPool.Lane> turns() {
        return turns;
    }

    void open() {
        lanes++;
    }

    void close() {
        lanes--;
    }

    /** Whether it has no recording any more, and nobody works on one. */
    boolean isGone() {
        return lanes == 0 && !isBusy();
    }
}

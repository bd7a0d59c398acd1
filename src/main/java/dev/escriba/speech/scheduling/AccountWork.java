package dev.escriba.speech.scheduling;

/** The work time of an account, and the queue of its recordings. */
final class AccountWork extends WorkShare {

    private final StartTimeFairQueue<RecognitionPool.Lane> queue = new StartTimeFairQueue<>();
    private int openLanes;

    StartTimeFairQueue<RecognitionPool.Lane> queue() {
        return queue;
    }

    void open() {
        openLanes++;
    }

    void close() {
        openLanes--;
    }

    /** Whether the account has no open lane and no running job. */
    boolean isIdle() {
        return openLanes == 0 && !isBusy();
    }
}

package dev.escriba.speech.control;

/** What a caller has had of the workers, and whose turn it is of its recordings. */
final class CallerShare extends Share {

    private final Turns<RecognitionPool.Lane> turns = new Turns<>();
    private int lanes;

    Turns<RecognitionPool.Lane> turns() {
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

package dev.escriba.speech.scheduling;

/** How long workers have worked for somebody, in nanoseconds of any clock. What is under way counts up to now. Not safe for use by many threads. */
class WorkShare {

    /** Less the beginnings of what is under way, so that adding the present once for each gives the sum. */
    private long had;

    private int underWay;
    private boolean isNew = true;

    long had(long now) {
        return had + underWay * now;
    }

    /** Whether nothing was ever done for it. */
    boolean isNew() {
        return isNew;
    }

    boolean isBusy() {
        return underWay > 0;
    }

    /** Whoever asked for nothing for a while has nothing saved up. */
    void atLeast(long level) {
        if (underWay == 0) {
            had = Math.max(had, level);
        }
    }

    void begins(long now) {
        had -= now;
        underWay++;
        isNew = false;
    }

    void ends(long now) {
        had += now;
        underWay--;
    }
}

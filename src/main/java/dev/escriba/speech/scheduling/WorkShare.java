package dev.escriba.speech.scheduling;

/**
 * The time that workers have spent on one account or lane, in nanoseconds of any clock. Running jobs count up to now.
 * Not safe for use by many threads.
 */
class WorkShare {

    /** The start times of running jobs are subtracted, so that {@code workTime + running * now} is the sum. */
    private long workTime;

    private int running;
    private boolean isNew = true;

    long workTime(long now) {
        return workTime + running * now;
    }

    /** Whether no job of the share has ever begun. */
    boolean isNew() {
        return isNew;
    }

    boolean isBusy() {
        return running > 0;
    }

    /** Raises the work time to the virtual time. A share without work for a while saves no time up. */
    void raiseTo(long virtualTime) {
        if (running == 0) {
            workTime = Math.max(workTime, virtualTime);
        }
    }

    void begins(long now) {
        workTime -= now;
        running++;
        isNew = false;
    }

    void ends(long now) {
        workTime += now;
        running--;
    }
}

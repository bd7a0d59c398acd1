package dev.escriba.eval.engine;

import java.time.Duration;

/** A way of transcribing whose time is compared with others. */
interface Contender {

    /** Transcribes all recordings once. */
    void round() throws Exception;

    /** CPU time so far. */
    Duration cpu();
}

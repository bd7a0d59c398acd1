package dev.escriba.eval.engine;

import java.time.Duration;

/** One of those that are timed against each other. */
interface Contender {

    /** Transcribes all recordings once. */
    void round() throws Exception;

    /** What it has used of the processor so far. */
    Duration cpu();
}

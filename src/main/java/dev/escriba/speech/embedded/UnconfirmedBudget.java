package dev.escriba.speech.embedded;

import dev.escriba.speech.segmentation.Utterance;

/**
 * Limits the unconfirmed speech of one recording that is decoded in vain. Without a limit, a recording with noise as
 * loud as speech would cost as much as if all of it were speech.
 */
final class UnconfirmedBudget {

    private static final double MIN_SECONDS = 30;

    /** Of the recording so far. */
    private static final double SHARE = 0.1;

    private double spent;

    /** Whether the utterance may be decoded. */
    boolean covers(Utterance utterance) {
        return spent + utterance.seconds()
                <= MIN_SECONDS + SHARE * utterance.start().toSeconds();
    }

    void spend(double seconds) {
        spent += seconds;
    }

    /** Speech that has a text was not decoded in vain. */
    void giveBack(double seconds) {
        spent -= seconds;
    }
}

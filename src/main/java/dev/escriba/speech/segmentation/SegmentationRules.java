package dev.escriba.speech.segmentation;

/**
 * How a recording is cut. All lengths in seconds.
 *
 * @param longest no utterance is longer
 * @param shortest a cut at a pause leaves at least this much before it
 * @param pause silence that always ends an utterance
 * @param padding silence kept on either side of speech
 * @param onset probability at which speech begins
 * @param offset probability below which it may end
 * @param leastSpeech shorter stretches are not speech
 */
public record SegmentationRules(
        double longest, double shortest, double pause, double padding, float onset, float offset, double leastSpeech) {

    /** What was best for accuracy over read speech, telephone menus and dictation in both languages. */
    public static final SegmentationRules MEASURED = new SegmentationRules(20, 6, 2, 0.4, 0.5f, 0.35f, 0.1);
}

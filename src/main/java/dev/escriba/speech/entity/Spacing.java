package dev.escriba.speech.entity;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Where a text has a space: between words, but not between characters of scripts that write no spaces. */
public final class Spacing {

    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private Spacing() {}

    /** Whether a character is of a script without spaces, or of its punctuation. */
    public static boolean isUnspaced(int codePoint) {
        if (UNSPACED.contains(UnicodeScript.of(codePoint))) {
            return true;
        }
        UnicodeBlock block = UnicodeBlock.of(codePoint);
        // the mark of long vowels and the full-width punctuation belong to several scripts
        return block == UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION
                || block == UnicodeBlock.KATAKANA
                || (block == UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS && !Character.isLetterOrDigit(codePoint));
    }

    /** What stands between two texts: a space, or nothing. */
    public static String between(CharSequence before, CharSequence after) {
        if (before.isEmpty() || after.isEmpty()) {
            return "";
        }
        return isUnspaced(Character.codePointBefore(before, before.length()))
                        && isUnspaced(Character.codePointAt(after, 0))
                ? ""
                : " ";
    }

    /** The text of a transcript: that of its segments, in their order. */
    public static String text(List<Segment> segments) {
        return join(segments.stream().map(Segment::text).toList());
    }

    /** The texts one after the other. */
    public static String join(List<String> texts) {
        StringBuilder joined = new StringBuilder();
        for (String text : texts) {
            joined.append(between(joined, text)).append(text);
        }
        return joined.toString();
    }
}

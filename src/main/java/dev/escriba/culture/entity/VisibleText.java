package dev.escriba.culture.entity;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for every text that a client sends and that Escriba stores, compares or shows: it has no control characters,
 * no characters that change the direction of text, no invisible characters and no halves of surrogate pairs. With such
 * characters two different texts can look alike, and no database stores all of them. Joiners, variation selectors and
 * tags are permitted where they have a visible effect: within {@linkplain Emoji emoji}, between letters of scripts that
 * join them, and after characters that have variants.
 */
public final class VisibleText {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int IDEOGRAPHIC_SPACE = 0x3000;

    /**
     * Scripts whose letters join, or form conjuncts: there a joiner changes what is seen (UAX #31, section 2.3). Marks
     * that several scripts share have the script INHERITED.
     */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.INHERITED,
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MANDAIC,
            UnicodeScript.MANICHAEAN,
            UnicodeScript.NKO,
            UnicodeScript.ADLAM,
            UnicodeScript.HANIFI_ROHINGYA,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.PHAGS_PA,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.TIBETAN,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER,
            UnicodeScript.BALINESE,
            UnicodeScript.JAVANESE,
            UnicodeScript.MEETEI_MAYEK);

    private VisibleText() {}

    /** Whether the text is one line that follows the rule. */
    public static boolean isLine(CharSequence text) {
        return isFit(text, false);
    }

    /**
     * The fault of a text that names something; empty if it has none. The text follows the rule of a line. It also has
     * no other space that looks like U+0020, such as the no-break space: people read and compare names.
     */
    public static Optional<Message> faultOfName(CharSequence text) {
        if (!isLine(text)) {
            return Optional.of(Message.of("text.control-characters"));
        }
        return text.codePoints().anyMatch(VisibleText::isOtherSpace)
                ? Optional.of(Message.of("text.other-space"))
                : Optional.empty();
    }

    /** The ideographic space is permitted: it is as wide as a letter, and the space key of Japanese keyboards. */
    private static boolean isOtherSpace(int c) {
        return Character.getType(c) == Character.SPACE_SEPARATOR && c != ' ' && c != IDEOGRAPHIC_SPACE;
    }

    /** Whether the text follows the rule, apart from line breaks and tabs. */
    public static boolean isLines(CharSequence text) {
        return isFit(text, true);
    }

    private static boolean isFit(CharSequence text, boolean layout) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int end = Emoji.end(points, i);
            if (end > i) {
                i = end - 1;
                continue;
            }
            boolean permitted = isVisible(points[i])
                    || (layout && isLayout(points[i]))
                    || (i > 0 && hasEffect(points[i], points[i - 1], i + 1 < points.length ? points[i + 1] : ' '));
            if (!permitted) {
                return false;
            }
        }
        return true;
    }

    /** Whether a joiner or a variation selector changes what is seen of the characters beside it. */
    private static boolean hasEffect(int c, int before, int after) {
        return switch (c) {
            case ZERO_WIDTH_JOINER -> isVirama(before) || (isJoined(before) && isJoined(after));
            case ZERO_WIDTH_NON_JOINER -> isJoined(before) && isJoined(after);
            default -> isVariation(c) && isVaried(before, c);
        };
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isBlankSymbol(c) && !isVariation(c) && !isNoncharacter(c);
        };
    }

    /** Letters, marks and symbols that show nothing: fillers of Hangul, Khmer vowels, the empty Braille pattern. */
    private static boolean isBlankSymbol(int c) {
        return switch (c) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0x1D159 -> true;
            default -> isReserved(c);
        };
    }

    /** Code points without a character that are shown as nothing (Default_Ignorable_Code_Point), and those of tags. */
    private static boolean isReserved(int c) {
        return c == 0x2065 || (c >= 0xFFF0 && c <= 0xFFF8) || (c >= 0xE0000 && c <= 0xE0FFF);
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    private static boolean isVariation(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /** Letters of joining scripts, and their marks. */
    private static boolean isJoined(int c) {
        return switch (Character.getType(c)) {
            case Character.OTHER_LETTER, Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK ->
                JOINING.contains(UnicodeScript.of(c));
            default -> false;
        };
    }

    /**
     * Signs that take a consonant's vowel away (Indic_Syllabic_Category=Virama of IndicSyllabicCategory.txt, Unicode
     * 16.0, scripts of India and Sri Lanka). A joiner after one asks for half of the consonant, also at a word's end.
     */
    private static boolean isVirama(int c) {
        return switch (c) {
            case 0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0BCD, 0x0C4D, 0x0CCD, 0x0D4D, 0x0DCA -> true;
            default -> false;
        };
    }

    /**
     * Characters that have variants: blocks and scripts of StandardizedVariants.txt and of the ideographic database.
     */
    private static boolean isVaried(int c, int selector) {
        UnicodeScript script = UnicodeScript.of(c);
        if (selector >= 0xE0100) {
            return Character.isIdeographic(c);
        }
        if (selector < 0xFE00) {
            return script == UnicodeScript.MONGOLIAN && Character.isLetter(c);
        }
        boolean symbol = (c >= 0x2200 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF1F);
        return switch (Character.getType(c)) {
            case Character.OTHER_LETTER ->
                Character.isIdeographic(c)
                        || script == UnicodeScript.MYANMAR
                        || script == UnicodeScript.MANICHAEAN
                        || script == UnicodeScript.PHAGS_PA;
            case Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.OTHER_PUNCTUATION ->
                symbol && selector < 0xFE0E;
            default -> false;
        };
    }
}

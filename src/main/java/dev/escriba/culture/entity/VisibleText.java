package dev.escriba.culture.entity;

/**
 * The rule for every text that a client sends and that Escriba stores, compares or shows: it has no control characters,
 * no characters that change the direction of text, no invisible characters and no halves of surrogate pairs. With such
 * characters two different texts can look alike, and no database stores all of them. Joiners and variation selectors
 * are permitted where they have a visible effect: between letters of scripts that join them, and within emoji.
 */
public final class VisibleText {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int KEYCAP = 0x20E3;

    private VisibleText() {}

    /** Whether the text is one line that follows the rule. */
    public static boolean isLine(CharSequence text) {
        return isFit(text, false);
    }

    /** Whether the text follows the rule, apart from line breaks and tabs. */
    public static boolean isLines(CharSequence text) {
        return isFit(text, true);
    }

    private static boolean isFit(CharSequence text, boolean layout) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            int before = i > 0 ? points[i - 1] : ' ';
            int after = i + 1 < points.length ? points[i + 1] : ' ';
            boolean permitted = isVisible(points[i])
                    || (layout && isLayout(points[i]))
                    || (isJoiner(points[i]) && isJoined(before) && isJoined(after))
                    || (isVariation(points[i]) && (isVaried(before) || after == KEYCAP));
            if (!permitted) {
                return false;
            }
        }
        return true;
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
            default -> false;
        };
    }

    private static boolean isNoncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    private static boolean isJoiner(int c) {
        return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    }

    private static boolean isVariation(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    /** Letters of scripts without case, their marks, and emoji. */
    private static boolean isJoined(int c) {
        return switch (Character.getType(c)) {
            case Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.OTHER_SYMBOL,
                    Character.MODIFIER_SYMBOL -> true;
            default -> false;
        };
    }

    /** Characters that have variants: symbols, and letters of scripts without case. */
    private static boolean isVaried(int c) {
        return switch (Character.getType(c)) {
            case Character.OTHER_LETTER, Character.OTHER_SYMBOL, Character.MATH_SYMBOL, Character.OTHER_PUNCTUATION ->
                true;
            default -> false;
        };
    }
}

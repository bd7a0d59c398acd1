package dev.escriba.culture.entity;

import java.util.BitSet;

/**
 * The sequences of characters that are one emoji, as the grammar of UTS #51 (Unicode Emoji), section 1.4.9, has them.
 * Java 17 knows no emoji properties, and the set must not depend on the JDK that runs the service.
 */
final class Emoji {

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int KEYCAP = 0x20E3;
    private static final int TEXT_STYLE = 0xFE0E;
    private static final int EMOJI_STYLE = 0xFE0F;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int TAG_END = 0xE007F;

    /** Tags of a flag: two letters of the country, and one to four letters or digits of its part. */
    private static final int MIN_TAGS = 3;

    private static final int MAX_TAGS = 6;

    /**
     * Code points with the property Emoji and without ASCII, the regional indicators, and digits: emoji-data.txt of
     * Unicode 16.0, and U+1F6D8 of 17.0. The block Symbols and Pictographs Extended-A is complete: its other code
     * points have the property Extended_Pictographic, which reserves them for emoji of later versions.
     */
    private static final BitSet EMOJI = ranges("""
            A9 AE 203C 2049 2122 2139 2194-2199 21A9-21AA 231A-231B 2328 23CF 23E9-23F3 23F8-23FA 24C2 25AA-25AB 25B6
            25C0 25FB-25FE 2600-2604 260E 2611 2614-2615 2618 261D 2620 2622-2623 2626 262A 262E-262F 2638-263A 2640
            2642 2648-2653 265F-2660 2663 2665-2666 2668 267B 267E-267F 2692-2697 2699 269B-269C 26A0-26A1 26A7
            26AA-26AB 26B0-26B1 26BD-26BE 26C4-26C5 26C8 26CE-26CF 26D1 26D3-26D4 26E9-26EA 26F0-26F5 26F7-26FA 26FD
            2702 2705 2708-270D 270F 2712 2714 2716 271D 2721 2728 2733-2734 2744 2747 274C 274E 2753-2755 2757
            2763-2764 2795-2797 27A1 27B0 27BF 2934-2935 2B05-2B07 2B1B-2B1C 2B50 2B55 3030 303D 3297 3299
            1F004 1F0CF 1F170-1F171 1F17E-1F17F 1F18E 1F191-1F19A 1F201-1F202 1F21A 1F22F 1F232-1F23A 1F250-1F251
            1F300-1F321 1F324-1F393 1F396-1F397 1F399-1F39B 1F39E-1F3F0 1F3F3-1F3F5 1F3F7-1F4FD 1F4FF-1F53D
            1F549-1F54E 1F550-1F567 1F56F-1F570 1F573-1F57A 1F587 1F58A-1F58D 1F590 1F595-1F596 1F5A4-1F5A5 1F5A8
            1F5B1-1F5B2 1F5BC 1F5C2-1F5C4 1F5D1-1F5D3 1F5DC-1F5DE 1F5E1 1F5E3 1F5E8 1F5EF 1F5F3 1F5FA-1F64F
            1F680-1F6C5 1F6CB-1F6D2 1F6D5-1F6D8 1F6DC-1F6E5 1F6E9 1F6EB-1F6EC 1F6F0 1F6F3-1F6FC 1F7E0-1F7EB 1F7F0
            1F90C-1F93A 1F93C-1F945 1F947-1F9FF 1FA70-1FAFF
            """);

    private Emoji() {}

    /**
     * Where the longest emoji that begins there ends.
     *
     * @return the index after it; {@code at} if none begins there
     */
    static int end(int[] text, int at) {
        int end = element(text, at);
        while (end > at && point(text, end) == ZERO_WIDTH_JOINER) {
            int next = element(text, end + 1);
            if (next == end + 1) {
                break;
            }
            end = next;
        }
        return end;
    }

    /** The end of one emoji with its skin tone, style, keycap or tags. */
    private static int element(int[] text, int at) {
        int base = point(text, at);
        int after = point(text, at + 1);
        if (isKeycapBase(base)) {
            return after == EMOJI_STYLE && point(text, at + 2) == KEYCAP ? at + 3 : at;
        }
        if (!isEmoji(base)) {
            return at;
        }
        if (isStyle(after) || isSkinTone(after)) {
            return at + 2;
        }
        return base == BLACK_FLAG ? endOfTags(text, at + 1) : at + 1;
    }

    /** The end of the tags that name a part of a country; {@code at} if they name none. */
    private static int endOfTags(int[] text, int at) {
        int end = at;
        while (isTagLetter(point(text, end)) || (end >= at + 2 && isTagDigit(point(text, end)))) {
            end++;
        }
        int number = end - at;
        return number >= MIN_TAGS && number <= MAX_TAGS && point(text, end) == TAG_END ? end + 1 : at;
    }

    private static int point(int[] text, int at) {
        return at < text.length ? text[at] : -1;
    }

    static boolean isEmoji(int c) {
        return c >= 0 && EMOJI.get(c);
    }

    private static boolean isKeycapBase(int c) {
        return (c >= '0' && c <= '9') || c == '#' || c == '*';
    }

    private static boolean isStyle(int c) {
        return c == TEXT_STYLE || c == EMOJI_STYLE;
    }

    private static boolean isSkinTone(int c) {
        return c >= 0x1F3FB && c <= 0x1F3FF;
    }

    private static boolean isTagLetter(int c) {
        return c >= 0xE0061 && c <= 0xE007A;
    }

    private static boolean isTagDigit(int c) {
        return c >= 0xE0030 && c <= 0xE0039;
    }

    private static BitSet ranges(String text) {
        BitSet points = new BitSet();
        for (String range : text.strip().split("\\s+", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
            int last = Integer.parseInt(range.substring(dash + 1), 16);
            points.set(first, last + 1);
        }
        return points;
    }
}

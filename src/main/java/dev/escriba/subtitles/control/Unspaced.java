package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Spacing;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Divides text of scripts without spaces where a line may end: not before a full stop, for example. */
final class Unspaced {

    private Unspaced() {}

    /** The parts of a text without spaces that stay together; a text of other scripts is one part. */
    static List<String> pieces(String text) {
        if (text.codePoints().noneMatch(Spacing::isUnspaced)) {
            return List.of(text);
        }
        List<String> pieces = new ArrayList<>();
        BreakIterator lines = BreakIterator.getLineInstance(Locale.ROOT);
        lines.setText(text);
        int start = lines.first();
        for (int end = lines.next(); end != BreakIterator.DONE; end = lines.next()) {
            if (end == text.length() || touches(text, end)) {
                addShort(text.substring(start, end), pieces);
                start = end;
            }
        }
        return pieces;
    }

    /** Whether a place is beside a character of such a script. */
    private static boolean touches(String text, int place) {
        return Spacing.isUnspaced(text.codePointBefore(place)) || Spacing.isUnspaced(text.codePointAt(place));
    }

    /** Some scripts need a dictionary to find a place; a part that is too long for a line is divided anywhere. */
    private static void addShort(String piece, List<String> pieces) {
        if (Words.length(piece) <= CueLines.MAX_CHARACTERS || piece.codePoints().noneMatch(Spacing::isUnspaced)) {
            pieces.add(piece);
            return;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(piece);
        int start = characters.first();
        int last = start;
        for (int end = characters.next(); end != BreakIterator.DONE; end = characters.next()) {
            if (piece.codePointCount(start, end) > CueLines.MAX_CHARACTERS / 2 && last > start) {
                pieces.add(piece.substring(start, last));
                start = last;
            }
            last = end;
        }
        pieces.add(piece.substring(start));
    }
}
